import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Container, until, useContainers } from "./sandbox/container";
import { appImage, type Image, nginxImage, run, toolsImage } from "./sandbox/image";
import { describeImages } from "./sandbox/requirements";

const REPOSITORY = join(__dirname, "../..");

const filesBelow = (folder: string): string[] =>
  readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: "utf8" })
    .map((name) => join(REPOSITORY, folder, name))
    .filter((path) => statSync(path).isFile());

describeImages("The images", () => {
  const images: [string, () => Image][] = [
    ["app", appImage],
    ["nginx", nginxImage],
  ];

  it.each(images)("%s: runs as www-data and stops on SIGQUIT", (_, image) => {
    expect(image().config).toMatchObject({ User: "33:33", StopSignal: "SIGQUIT" });
  });

  it.each(images)("%s: is labelled with its commit and repository", (_, image) => {
    expect(image().config.Labels).toMatchObject({
      "org.opencontainers.image.source": "https://git.example/fixture",
      "org.opencontainers.image.revision": "0123456789abcdef0123456789abcdef01234567",
    });
  });

  it.each(images)(
    "%s: holds nothing of the application that www-data may write, but storage and cache",
    (_, image) => {
      const writable = run(
        "find",
        join(image().rootfs, "var/www/html"),
        "(",
        "-user",
        "33",
        "-o",
        "-group",
        "33",
        "-o",
        "-perm",
        "-o+w",
        ")",
        "!",
        "-type",
        "l",
        "-printf",
        "%P\n",
      );

      expect(
        writable.split("\n").filter((path) => path && !/^(storage|bootstrap\/cache)$/.test(path)),
      ).toEqual([]);
    },
  );

  it.each(images)("%s: contains no environment file, history, or credentials of a build", (_, image) => {
    const { rootfs, config } = image();
    const found = run(
      "find",
      join(rootfs, "var/www/html"),
      join(rootfs, "root"),
      join(rootfs, "tmp"),
      "-name",
      ".env*",
      "-o",
      "-name",
      ".git",
      "-o",
      "-name",
      "auth.json",
    );

    expect(found).toBe("");
    expect(config.Env?.join("\n")).not.toMatch(/KEY|PASSWORD|SECRET|TOKEN/);
  });

  it("contains the certificate authorities of RDS, readable for www-data", () => {
    const { mode } = statSync(join(appImage().rootfs, "etc/ssl/certs/rds.pem"));

    expect(mode & 0o777).toBe(0o644);
  });
});

describeImages("The sources of the images", () => {
  it("pass shellcheck", () => {
    const scripts = ["docker", "local", "__tests__"]
      .flatMap(filesBelow)
      .filter((path) => /^#!\/bin\/(ba)?sh/.test(readFileSync(path, "utf8")));

    expect(scripts.length).toBeGreaterThan(8);
    expect(spawnSync("shellcheck", scripts, { encoding: "utf8" })).toMatchObject({ status: 0, stdout: "" });
  });

  // dockerfilelint predates build arguments in FROM, names of stages, and flags of ADD.
  const MISTAKEN = ["Base Image Missing Tag", "Invalid ADD Destination"];

  it("pass a Dockerfile linter", () => {
    const { stdout } = spawnSync(
      process.execPath,
      [require.resolve("dockerfilelint/bin/dockerfilelint"), "--output", "json", "docker/app/Dockerfile"],
      { cwd: REPOSITORY, encoding: "utf8" },
    );
    const { files } = JSON.parse(stdout) as { files: { issues: { title: string }[] }[] };

    expect(files).toHaveLength(1);
    expect(files[0]?.issues.map(({ title }) => title).filter((title) => !MISTAKEN.includes(title))).toEqual(
      [],
    );
  });

  it("never cache configuration while an image is built: the environment comes later", () => {
    const instructions = readFileSync(join(REPOSITORY, "docker/app/Dockerfile"), "utf8").replace(
      /^#.*$/gm,
      "",
    );

    expect(instructions).not.toMatch(/artisan/);
  });
});

describeImages("compose.yaml", () => {
  useContainers();

  const config = async (name: string, environment: Record<string, string>) => {
    const compose = new Container({
      name,
      image: toolsImage(),
      command: ["--file", "/srv/compose.yaml", "--profile", "*", "config", "--format", "json"],
      environment,
      files: { "/srv": join(REPOSITORY, "docker") },
    });
    await until("Compose has answered", async () => (await compose.wait()) !== null);
    return compose;
  };

  it("is valid for Docker Compose as docker/local calls it, with all profiles", async () => {
    const compose = await config("compose", { COMPOSE_PROJECT_NAME: "api-1", LOCAL_USER: "1000:1000" });

    expect(compose.stderr).toBe("");
    const { name, services, volumes } = JSON.parse(compose.stdout) as {
      name: string;
      services: Record<string, { build?: { target: string }; user?: string }>;
      volumes: Record<string, { name: string }>;
    };
    expect(name).toBe("api-1");
    expect(volumes).toMatchObject({ mysql: { name: "api-1_mysql" } });
    expect(Object.keys(services).sort()).toEqual(
      // prettier-ignore
      ["app", "aws", "aws-setup", "mail", "migrate", "mysql", "scheduler", "valkey", "vite", "web", "worker"],
    );
    expect(services.app).toMatchObject({ build: { target: "development" }, user: "1000:1000" });
  });

  it("names docker/local where Docker Compose is called without it", async () => {
    const compose = await config("alone", {});

    expect(await compose.wait()).not.toBe(0);
    expect(compose.stderr).toContain("run docker/local in place of docker compose");
  });
});
