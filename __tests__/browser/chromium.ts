/** The Chromium of Debian, which `prepare.sh` installs. */
export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
