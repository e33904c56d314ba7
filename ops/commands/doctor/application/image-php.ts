import { literal } from "../../../../facts/literal";
import type { Application } from "./application";

/** The Dockerfile of the application's image, without its comments. */
const dockerfileOf = (application: Application) =>
  (application.text("docker/app/Dockerfile") ?? "").replace(/^[ \t]*#.*$/gm, "");

/** The PHP version of the application's image, e.g. `8.4`; undefined without a Dockerfile that names one. */
export const imagePhp = (application: Application) =>
  /\bphp(\d+\.\d+)-fpm\b/.exec(dockerfileOf(application))?.[1];

/** The extensions in `php<version>-common` and `-cli`, and those that PHP has built in (Debian packages, trixie). */
const BUILT_IN = [
  ..."calendar core ctype date exif ffi fileinfo filter ftp gettext hash iconv json libxml openssl pcntl pcre".split(
    " ",
  ),
  ..."pdo phar posix random readline reflection session shmop simplexml sockets sodium spl standard".split(
    " ",
  ),
  ..."sysvmsg sysvsem sysvshm tokenizer zend-opcache opcache zlib".split(" "),
];

/** The extensions in Debian packages of another name. */
const IN_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  mysql: ["mysqli", "mysqlnd", "pdo_mysql"],
  xml: ["dom", "simplexml", "xml", "xmlreader", "xmlwriter", "xsl"],
  pgsql: ["pdo_pgsql", "pgsql"],
  sqlite3: ["pdo_sqlite", "sqlite3"],
};

/** The Debian package of an extension, without `php<version>-`. */
export const packageOf = (extension: string) =>
  Object.keys(IN_PACKAGES).find((name) => IN_PACKAGES[name]?.includes(extension)) ?? extension;

/** The setting of the Laravel repository that adds extensions to its image. */
export const PACKAGES_FILE = "docker/packages.txt";

/** Whether the image has an extension, e.g. `gd`, by its Dockerfile or its list of packages. */
export function hasExtension(application: Application, extension: string): boolean {
  const name = extension.toLowerCase();
  return (
    BUILT_IN.includes(name) ||
    new RegExp(`\\bphp[\\d.]+-${literal(packageOf(name))}\\b`).test(
      dockerfileOf(application) + (application.text(PACKAGES_FILE) ?? "").replace(/#.*$/gm, ""),
    )
  );
}
