import type { EnvironmentInput } from "../../../config/schema/schema";
import { all, only, synthesize } from "../../helpers/stacks";

const DOMAIN = { name: "example.com", hostedZone: "example.com" };
const stackWith = (domain: Partial<NonNullable<EnvironmentInput["domain"]>> = {}) =>
  synthesize({ domain: { ...DOMAIN, ...domain } });

const addresses = ({ base }: ReturnType<typeof synthesize>) =>
  all(base, "aws_route53_record")
    .filter(({ type }) => type === "A")
    .map(({ name }) => name)
    .sort();

describe("the names of the API", () => {
  const { base, service } = stackWith({
    aliases: ["app.example.com", "*.example.com", "*.app.example.com"],
    redirects: ["www.example.com"],
  });

  it("have an address each, and one certificate", () => {
    expect(addresses({ base, service })).toEqual([
      "*.app.example.com",
      "*.example.com",
      "app.example.com",
      "example.com",
      "www.example.com",
    ]);
    expect(only(base, "aws_acm_certificate")).toMatchObject({
      domain_name: "example.com",
      subject_alternative_names: [
        "example.com",
        "app.example.com",
        "*.example.com",
        "*.app.example.com",
        "www.example.com",
      ],
      lifecycle: { create_before_destroy: true },
    });
  });

  it("are proved by one record each, which a wildcard shares with its domain", () => {
    const proved = all(base, "aws_route53_record")
      .filter(({ allow_overwrite: proof }) => proof === true)
      .map(({ name }) => /domain_name == "([^"]*)"/.exec(String(name))?.[1]);
    expect(proved).toEqual(["app.example.com", "www.example.com", "example.com"]);
    expect(only(base, "aws_acm_certificate_validation").validation_record_fqdns).toHaveLength(3);
  });

  it("are redirected to the first by a rule each, with their path and query", () => {
    expect(only(base, "aws_lb_listener_rule")).toMatchObject({
      listener_arn: expect.stringContaining("aws_lb_listener.load-balancer_https") as string,
      condition: [{ host_header: { values: ["www.example.com"] } }],
      action: [{ type: "redirect", redirect: { host: "example.com", status_code: "HTTP_301" } }],
    });
  });

  it("are the first alone for APP_URL, and all for uploads", () => {
    expect(JSON.stringify(base)).toContain('"value":"https://example.com"');
    const files = synthesize({
      domain: { ...DOMAIN, aliases: ["app.example.com"] },
      files: { kind: "create" },
    });
    expect(JSON.stringify(only(files.base, "aws_s3_bucket_cors_configuration"))).toContain(
      '["https://example.com","https://app.example.com"]',
    );
  });

  it("are one without more, with one proof", () => {
    const alone = stackWith();
    expect(addresses(alone)).toEqual(["example.com"]);
    // Without the argument Terraform would keep the names that were removed.
    expect(only(alone.base, "aws_acm_certificate").subject_alternative_names).toEqual(["example.com"]);
    expect(all(alone.base, "aws_lb_listener_rule")).toEqual([]);
  });

  it("need no proof of a certificate that exists", () => {
    const existing = stackWith({ certificate: "existing", aliases: ["app.example.com"] });
    expect(all(existing.base, "aws_acm_certificate")).toEqual([]);
    expect(addresses(existing)).toEqual(["app.example.com", "example.com"]);
  });
});
