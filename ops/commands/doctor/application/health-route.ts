import { HEALTH_CHECK } from "../../../../facts/health-check";
import type { Application } from "./application";
import type { ApplicationCheck } from "./application-check";

const { path } = HEALTH_CHECK;
const PATH = new RegExp(`['"]/?${path.slice(1)}['"]`);
const BOOTSTRAP = "bootstrap/app.php";

/** The load balancer's health check. Without the route no web task becomes healthy, and the first release is rolled back. */
export const healthRoute: ApplicationCheck = {
  subject: "the health route",
  look: (application) => {
    const configured = /\bhealth\s*:\s*['"]([^'"]*)['"]/.exec(application.code(BOOTSTRAP) ?? "")?.[1];
    if (configured !== undefined && `/${configured.replace(/^\//, "")}` === path)
      return { seen: `${path} in ${BOOTSTRAP}` };
    const route = routeOf(application);
    if (route) return { seen: `${path} in ${route}` };
    return {
      problems: {
        path: application.isConfiguredInBootstrap ? BOOTSTRAP : "routes/web.php",
        got: configured === undefined ? `no route ${path}` : `health: '${configured}'`,
        allowed: `the route ${path}, which the load balancer asks`,
        fix: application.isConfiguredInBootstrap
          ? `Write in withRouting() of ${BOOTSTRAP}: health: '${path}',`
          : `Add to routes/web.php: Route::get('${path}', fn () => response('up'));`,
      },
    };
  },
};

/** A file with the route. Routes in `api.php` begin with /api unless the application's own provider loads them without it. */
function routeOf(application: Application): string | undefined {
  return application.files("routes", ".php").find((file) => {
    if (!PATH.test(application.code(file) ?? "")) return false;
    return file !== "routes/api.php" || !isPrefixed(application);
  });
}

function isPrefixed(application: Application): boolean {
  if (application.isConfiguredInBootstrap) {
    return !/\bapiPrefix\s*:\s*['"]['"]/.test(application.code(BOOTSTRAP) ?? "");
  }
  const providers = application.files("app/Providers", ".php").map((file) => application.code(file) ?? "");
  return providers.some((code) => /\bprefix\s*\(\s*['"]api['"]/.test(code));
}
