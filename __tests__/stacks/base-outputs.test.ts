import { staging } from "../environments/staging";
import { FIXTURES, grown } from "../helpers/fixtures";
import { synthesize } from "../helpers/stacks";

const read = (service: object) =>
  [...JSON.stringify(service).matchAll(/terraform_remote_state\.base\.outputs\.(\w+)/g)].map(
    ([, name]) => name,
  );

describe("what passes from the base stack to the service stack", () => {
  it("is published before it is read, in every environment", () => {
    for (const environment of [{}, staging, grown, FIXTURES.files]) {
      const { base, service } = synthesize(environment);

      expect(Object.keys(base.output)).toEqual(expect.arrayContaining(read(service)));
      expect(read(service)).not.toHaveLength(0);
    }
  });

  it("is all read: each output has a reader", () => {
    const stacks = [synthesize(), synthesize(grown), synthesize(FIXTURES.files)];
    const published = stacks.flatMap(({ base }) => Object.keys(base.output));

    expect(new Set(stacks.flatMap(({ service }) => read(service)))).toEqual(new Set(published));
  });

  it("flows one way: the base stack reads no state", () => {
    expect(JSON.stringify(synthesize().base)).not.toContain("terraform_remote_state");
  });

  it("is found where the base stack keeps its state", () => {
    const { base, service } = synthesize();

    const backend = (base.terraform.backend as { s3: Record<string, unknown> }).s3;
    const remote = service.data.terraform_remote_state?.base as { config: Record<string, unknown> };
    expect(remote.config).toMatchObject({ bucket: backend.bucket, key: backend.key, region: backend.region });
  });
});
