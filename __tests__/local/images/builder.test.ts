import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Records its arguments. `save` writes what the engine exports: the folder of the variable LAYOUT. */
const FAKE_DOCKER = `#!/bin/sh
[ "$*" != "buildx version" ] || exit "$BUILDX"
[ "$*" != info ] || exit "$ENGINE"
echo "$*" >>"$CALLS"
[ "$1" != save ] || tar -c -C "$LAYOUT" .
`;

describe("Images where Docker is installed", () => {
  const before = { ...process.env };
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "builder-"));
    for (const name of ["bin", "layout"]) mkdirSync(join(folder, name));
    writeFileSync(join(folder, "bin/docker"), FAKE_DOCKER);
    chmodSync(join(folder, "bin/docker"), 0o755);
  });
  afterEach(() => {
    process.env = { ...before };
    rmSync(folder, { recursive: true });
  });

  /** The modules as they are on a machine with this Docker. */
  const machine = async ({ buildx = 0, engine = 0 } = {}) => {
    Object.assign(process.env, {
      ...{ PATH: `${join(folder, "bin")}:${before.PATH}`, CALLS: join(folder, "calls") },
      ...{ LAYOUT: join(folder, "layout"), BUILDX: `${buildx}`, ENGINE: `${engine}` },
    });
    jest.resetModules();
    const { hasDocker } = await import("../../../local/containers/possible");
    const { ImageBuilder } = await import("../../../local/images/builder");
    return { hasDocker, builder: new ImageBuilder(folder) };
  };

  it("are built by Docker if its engine answers and has buildx, which runs BuildKit", async () => {
    expect((await machine()).hasDocker).toBe(true);
    expect((await machine({ engine: 1 })).hasDocker).toBe(false);
    expect((await machine({ buildx: 1 })).hasDocker).toBe(false);
  });

  it("are in the engine after a build, whatever builder of buildx the user has chosen", async () => {
    const { builder } = await machine();

    const build = {
      dockerfile: "/app/Dockerfile",
      target: "nginx",
      context: "/app",
      args: { SOURCE: "here" },
    };
    expect(builder.build("nginx", build)).toBe("localhost/nginx:latest");
    expect(readFileSync(join(folder, "calls"), "utf8")).toBe(
      "buildx build --load --quiet --tag localhost/nginx:latest --file /app/Dockerfile --target nginx" +
        " --label org.opencontainers.image.source=here --build-arg SOURCE=here /app\n",
    );
  });

  it("are exported as an OCI layout", async () => {
    const { builder } = await machine();
    writeFileSync(join(folder, "layout/index.json"), "{}");

    builder.export("localhost/nginx:latest", join(folder, "registry"));
    expect(existsSync(join(folder, "registry/index.json"))).toBe(true);
  });

  it("are not exported by an engine that knows only the older format", async () => {
    const { builder } = await machine();
    writeFileSync(join(folder, "layout/manifest.json"), "[]");

    expect(() => builder.export("localhost/nginx:latest", join(folder, "registry"))).toThrow(
      "docker save wrote localhost/nginx:latest without an OCI layout.\n  Fix: Update Docker Engine to version 25 or newer.",
    );
  });
});
