import { inFourParts } from "../../../../../config/messages/problem";
import { images } from "../../../../../ops/commands/doctor/account/images";
import { check } from "./fitting-account";

const released = { app: "1a2b3c4", nginx: "v7" };

describe("the released images", () => {
  it("are none before the first release", async () => {
    const before = { app: "none", nginx: "none" };
    expect(await check(images, {})).toMatchObject({ seen: "none before the first release" });
    expect(await check(images, {}, { released: before })).toMatchObject({
      seen: "none before the first release",
    });
  });

  it("are for the processor of the hosts", async () => {
    const pushed = { "1a2b3c4": ["amd64", "arm64"], v7: ["amd64"] };
    expect(await check(images, {}, { released, pushed })).toMatchObject({
      result: "passed",
      seen: "app 1a2b3c4, nginx v7",
    });
  });

  it("are refused when they are for another processor, or are gone", async () => {
    const { problems } = await check(images, {}, { released, pushed: { "1a2b3c4": ["arm64"] } });

    expect(problems.map(inFourParts).join("\n")).toMatchInlineSnapshot(`
     "test: /shop-test/image/app
       got      "1a2b3c4". The image shop-test/app:1a2b3c4 is built for arm64, but the hosts (t3.small) are amd64.
       allowed  the tag of an image for the hosts
       fix      Build it with docker buildx build --platform linux/amd64.
                Then release it: npm run ops -- deploy test --tag <commit>
     test: /shop-test/image/nginx
       got      "v7". The repository shop-test/nginx has no image with the tag v7.
       allowed  the tag of an image for the hosts
       fix      Build and push it (ops deploy --build <your Laravel repository> does), or give a tag that was pushed.
                Then release it: npm run ops -- deploy test --tag <commit>"
    `);
  });

  it("are refused when an index has only attestations", async () => {
    const { problems } = await check(images, {}, { released, pushed: { "1a2b3c4": [], v7: ["amd64"] } });

    expect(problems).toMatchObject([
      {
        got: '"1a2b3c4". The index shop-test/app:1a2b3c4 lists attestations and no image.',
        fix: expect.stringContaining("make -f docker/Makefile push") as string,
      },
    ]);
  });

  it("are refused when the repositories are gone", async () => {
    expect(await check(images, {}, { released })).toMatchObject({
      problems: [
        {
          got: expect.stringContaining("the repository shop-test/app does not exist") as string,
          fix: "Run: npm run apply -- test-base",
        },
        {},
      ],
    });
  });
});
