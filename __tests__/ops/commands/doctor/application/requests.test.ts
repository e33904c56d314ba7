import { healthRoute } from "../../../../../ops/commands/doctor/application/health-route";
import { trustedProxies } from "../../../../../ops/commands/doctor/application/trusted-proxies";
import { check, LARAVEL_10, LARAVEL_12 } from "./laravel";

const bootstrap = (middleware: string, routing = "health: '/up',") => ({
  ...LARAVEL_12,
  "bootstrap/app.php": `<?php return Application::configure()->withRouting(${routing})->withMiddleware(function (Middleware $middleware) {\n${middleware}\n})->create();`,
});

describe("the trusted proxies", () => {
  it("are the VPC's range", async () => {
    const line =
      "$middleware->trustProxies(at: explode(',', env('TRUSTED_PROXIES', '')), headers: Request::HEADER_X_FORWARDED_AWS_ELB);";
    expect(await check(trustedProxies, bootstrap(line))).toMatchObject({
      result: "passed",
      seen: "TRUSTED_PROXIES in bootstrap/app.php",
    });
  });

  it("are missing in a new application, also where the line is a comment", async () => {
    expect((await check(trustedProxies)).text).toMatchInlineSnapshot(`
     "../api: bootstrap/app.php
       got      nothing that reads TRUSTED_PROXIES
       allowed  the VPC's range, which is in TRUSTED_PROXIES
       fix      Write in withMiddleware() of bootstrap/app.php, with "use Illuminate\\Http\\Request;" above:
                $middleware->trustProxies(at: explode(',', env('TRUSTED_PROXIES', '')), headers: Request::HEADER_X_FORWARDED_AWS_ELB);"
    `);
    expect(await check(trustedProxies, bootstrap("// at: env('TRUSTED_PROXIES')"))).toMatchObject({
      result: "problem",
    });
    expect(await check(trustedProxies, bootstrap("/* at:\n env('TRUSTED_PROXIES') */"))).toMatchObject({
      result: "problem",
    });
    expect(await check(trustedProxies, bootstrap("# at: env('TRUSTED_PROXIES')"))).toMatchObject({
      result: "problem",
    });
  });

  it("are missing in Laravel 10", async () => {
    expect((await check(trustedProxies, LARAVEL_10)).text).toMatchInlineSnapshot(`
     "../api: app/Http/Middleware/TrustProxies.php
       got      nothing that reads TRUSTED_PROXIES
       allowed  the VPC's range, which is in TRUSTED_PROXIES
       fix      Write in config/trustedproxy.php: <?php return ['proxies' => env('TRUSTED_PROXIES')];
                and in app/Http/Middleware/TrustProxies.php:
                protected $headers = Request::HEADER_X_FORWARDED_AWS_ELB;
                protected function proxies() { return config('trustedproxy.proxies'); }"
    `);
  });

  it.each(["$middleware->trustProxies(at: '*');", '$middleware->trustProxies("*");'])(
    "are not everyone: %s",
    async (line) => {
      expect((await check(trustedProxies, bootstrap(line))).text).toContain('got      "*"');
    },
  );

  it("are not everyone in Laravel 10", async () => {
    const file = "app/Http/Middleware/TrustProxies.php";
    expect(
      await check(trustedProxies, { ...LARAVEL_10, [file]: "<?php class T { protected $proxies = '*'; }" }),
    ).toMatchObject({
      problems: [{ path: file, got: '"*"' }],
    });
  });

  it("may be in a configuration file, and advise to trust fewer headers", async () => {
    const files = {
      ...LARAVEL_10,
      "config/trustedproxy.php": "<?php return ['proxies' => env('TRUSTED_PROXIES')];",
    };
    expect(await check(trustedProxies, files)).toMatchObject({
      problems: [],
      seen: "TRUSTED_PROXIES in config/trustedproxy.php",
      advice: [expect.stringContaining("HEADER_X_FORWARDED_AWS_ELB")],
    });
  });
});

describe("the health route", () => {
  it("is Laravel's own, or one of the application", async () => {
    expect(await check(healthRoute)).toMatchObject({ seen: "/up in bootstrap/app.php" });
    const files = { ...LARAVEL_10, "routes/web.php": "<?php Route::get('up', fn () => 'up');" };
    expect(await check(healthRoute, files)).toMatchObject({ seen: "/up in routes/web.php" });
  });

  it("is refused where it has another path", async () => {
    expect((await check(healthRoute, bootstrap("", "web: 'web.php', health: '/health'"))).text)
      .toMatchInlineSnapshot(`
     "../api: bootstrap/app.php
       got      health: '/health'
       allowed  the route /up, which the load balancer asks
       fix      Write in withRouting() of bootstrap/app.php: health: '/up',"
    `);
  });

  it("is refused where there is none", async () => {
    expect((await check(healthRoute, bootstrap("", "web: 'web.php'"))).text).toContain("no route /up");
    expect((await check(healthRoute, LARAVEL_10)).text).toMatchInlineSnapshot(`
     "../api: routes/web.php
       got      no route /up
       allowed  the route /up, which the load balancer asks
       fix      Add to routes/web.php: Route::get('/up', fn () => response('up'));"
    `);
  });

  it("is not one below /api", async () => {
    const route = { "routes/api.php": "<?php Route::get('/up', fn () => 'up');" };
    expect(await check(healthRoute, { ...LARAVEL_10, ...route })).toMatchObject({ result: "problem" });
    expect(await check(healthRoute, { ...bootstrap("", "api: 'api.php'"), ...route })).toMatchObject({
      result: "problem",
    });
    expect(
      await check(healthRoute, { ...bootstrap("", "api: 'api.php', apiPrefix: ''"), ...route }),
    ).toMatchObject({
      result: "passed",
    });
    const provider = {
      "app/Providers/RouteServiceProvider.php": "<?php Route::group([], base_path('routes/api.php'));",
    };
    expect(await check(healthRoute, { ...LARAVEL_10, ...route, ...provider })).toMatchObject({
      result: "passed",
    });
  });
});
