import type { Problem } from "../../../../config/messages/problem";
import type { Application } from "./application";
import type { ApplicationCheck } from "./application-check";
import { readsEnv } from "./php";

const VARIABLE = "TRUSTED_PROXIES";
const BOOTSTRAP = "bootstrap/app.php";
const MIDDLEWARE = "app/Http/Middleware/TrustProxies.php";

/** The line in docs/laravel.md. */
const LINE =
  "$middleware->trustProxies(at: explode(',', env('TRUSTED_PROXIES', '')), headers: Request::HEADER_X_FORWARDED_AWS_ELB);";

/** At most twenty spaces, so that the expression stays linear. */
const WILDCARD =
  /\btrustProxies\s{0,20}\(\s{0,20}(?:at\s{0,20}:\s{0,20})?['"]\*{1,2}['"]|\$proxies\s{0,20}=\s{0,20}\[?\s{0,20}['"]\*{1,2}['"]/;

/**
 * Without a trusted proxy Laravel sees the load balancer instead of the client, and plain HTTP instead of HTTPS: it writes `http:`
 * URLs, and all clients share one rate limit. With `*` a client can pretend any address.
 */
export const trustedProxies: ApplicationCheck = {
  subject: "the trusted proxies",
  look: (application) => {
    const files = [
      BOOTSTRAP,
      MIDDLEWARE,
      ...application.files("config", ".php"),
      ...application.files("app/Providers", ".php"),
    ];
    const codes = files.flatMap((file) => {
      const code = application.code(file);
      return code === undefined ? [] : [{ file, code }];
    });
    const wildcard = codes.find(({ code }) => WILDCARD.test(code));
    if (wildcard) return { problems: problem(application, wildcard.file, '"*"') };
    const reader = codes.find(({ code }) => readsEnv(code, VARIABLE));
    if (!reader) {
      const file = application.isConfiguredInBootstrap ? BOOTSTRAP : MIDDLEWARE;
      return { problems: problem(application, file, `nothing that reads ${VARIABLE}`) };
    }
    const narrow = codes.some(({ code }) => code.includes("HEADER_X_FORWARDED_AWS_ELB"));
    return {
      seen: `${VARIABLE} in ${reader.file}`,
      advice:
        !narrow &&
        "The trusted proxies also decide X-Forwarded-Host, which a client can set. Trust the load balancer's headers only: " +
          "headers: Request::HEADER_X_FORWARDED_AWS_ELB",
    };
  },
};

const problem = (application: Application, path: string, got: string): Problem => ({
  path,
  got,
  allowed: `the VPC's range, which is in ${VARIABLE}`,
  fix: application.isConfiguredInBootstrap
    ? `Write in withMiddleware() of ${BOOTSTRAP}, with "use Illuminate\\Http\\Request;" above:\n${LINE}`
    : "Write in config/trustedproxy.php: <?php return ['proxies' => env('TRUSTED_PROXIES')];\n" +
      `and in ${MIDDLEWARE}:\n` +
      "protected $headers = Request::HEADER_X_FORWARDED_AWS_ELB;\n" +
      "protected function proxies() { return config('trustedproxy.proxies'); }",
});
