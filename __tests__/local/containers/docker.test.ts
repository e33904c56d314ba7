import { dockerRunArguments, volumeArguments } from "../../../local/containers/docker";
import { described } from "../../helpers/described-container";

const text = (...args: Parameters<typeof described>) =>
  dockerRunArguments(described(...args), { name: "app-1", network: "shop" }).join(" ");

describe("the arguments of docker run", () => {
  it("are the confinement of the task definition", () => {
    expect(text()).toBe(
      "run --name app-1 --network shop --memory 64m --memory-swap 64m --user 33:33 --read-only --init" +
        " --security-opt no-new-privileges --cap-drop ALL shop/app:1",
    );
  });

  it("leave out what a definition does not ask for", () => {
    expect(text({ readonlyRoot: false, init: false, noNewPrivileges: false, droppedCapabilities: [] })).toBe(
      "run --name app-1 --network shop --memory 64m --memory-swap 64m --user 33:33 shop/app:1",
    );
  });

  it("mount, link and publish, on the loopback interface only", () => {
    expect(
      text({
        tmpfs: [{ path: "/tmp", options: ["size=64m", "noexec"] }],
        files: { "/etc/ca.pem": "/here/ca.pem" },
        hosts: { database: "198.18.7.1" },
        ports: [8080],
      }),
    ).toContain(
      "--tmpfs /tmp:size=64m,noexec --volume /here/ca.pem:/etc/ca.pem:ro --add-host database:198.18.7.1" +
        " --publish 127.0.0.1::8080 shop/app:1",
    );
  });

  it("replace the entry point and the command of the image", () => {
    expect(text({ entryPoint: ["/bin/sh", "-c"], command: ["exit 1"] })).toMatch(
      / --entrypoint \/bin\/sh shop\/app:1 -c exit 1$/,
    );
  });

  it("have no value of the environment, which may be secret", () => {
    expect(text({ environment: { APP_KEY_OF_TEST: "not-a-secret" } })).toContain(
      "--env APP_KEY_OF_TEST shop",
    );
  });

  it("have no value either that the developer's own environment has under the same name", () => {
    process.env.DB_PASSWORD_OF_TEST = "of the developer";
    expect(text({ environment: { DB_PASSWORD_OF_TEST: "not-a-secret" } })).toContain(
      "--env DB_PASSWORD_OF_TEST shop",
    );
    delete process.env.DB_PASSWORD_OF_TEST;
  });

  it("create a volume in memory", () => {
    expect(volumeArguments("php-fpm", { type: "tmpfs", device: "tmpfs", o: "mode=0700" }).join(" ")).toBe(
      "volume create --driver local --opt type=tmpfs --opt device=tmpfs --opt o=mode=0700 php-fpm",
    );
  });

  it("do not change the environment of the client itself", () => {
    expect(text({ environment: { PATH: "/app" } })).toContain("--env PATH=/app");
  });
});
