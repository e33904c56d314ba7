import { isObject } from "../../../facts/terraform-json";
import type { Operation } from "../../cli/operation";
import { publicZones } from "../doctor/account/hosted-zone";
import { findState } from "../launch/state-object";
import type { Config, SynthesizedResource, SynthesizedStack } from "./synthesized";

const REFERENCE = /\$\{([^{}]+)\}/g;
const OUTPUT = /^data\.terraform_remote_state\.base\.outputs\.(\w+)$/;
const ZONE = /^data\.aws_route53_zone\.([\w-]+)\.zone_id$/;
const ATTRIBUTE = /^(aws_\w+\.[\w-]+)\.(\w+)$/;

/** A resource that another one refers to does not exist in AWS. */
export class Missing extends Error {}

/**
 * The values of arguments, without Terraform: a reference to an argument of another resource is its value, any other reference
 * is the id by which the resource is imported. It knows the references that ids need, and no functions.
 */
export class Values {
  private outputs: Promise<Record<string, { value: unknown }>> | undefined;

  constructor(
    private readonly operation: Operation,
    private readonly stack: SynthesizedStack,
    private readonly idOf: (resource: SynthesizedResource) => Promise<string | undefined>,
  ) {}

  /**
   * The text of an argument, e.g. `tags.Name` or `subnet_id`.
   *
   * @throws Missing when it refers to a resource that does not exist
   */
  public async of({ address, config }: SynthesizedResource, path: string): Promise<string> {
    const value = path
      .split(".")
      .reduce<unknown>(
        (at, name) => (isObject(at) || Array.isArray(at) ? (at as Config)[name] : undefined),
        config,
      );
    if (!["string", "number"].includes(typeof value)) throw new Error(`${address} has no text ${path}`);
    return this.resolve(String(value));
  }

  public resourceAt(address: string): SynthesizedResource {
    const found = this.stack.resources.find((each) => each.address === address);
    if (!found) throw new Error(`${this.stack.id} has no resource ${address}`);
    return found;
  }

  /** The address of the only resource of a type. */
  public addressOf(type: string): string {
    const [found, ...others] = this.stack.resources.filter((each) => each.type === type);
    if (!found || others.length > 0) throw new Error(`${this.stack.id} does not have one ${type}`);
    return found.address;
  }

  /** @throws Missing when it does not exist */
  public async requireId(address: string): Promise<string> {
    const id = await this.idOf(this.resourceAt(address));
    if (id === undefined) throw new Missing(address);
    return id;
  }

  private async resolve(text: string): Promise<string> {
    const values = await Promise.all(
      [...text.matchAll(REFERENCE)].map(([, reference = ""]) => this.reference(reference)),
    );
    return text.replace(REFERENCE, () => values.shift() ?? "");
  }

  private async reference(reference: string): Promise<string> {
    const [, output] = OUTPUT.exec(reference) ?? [];
    if (output !== undefined) return this.output(output);
    const [, zone] = ZONE.exec(reference) ?? [];
    if (zone !== undefined) return this.zone(this.stack.data.aws_route53_zone?.[zone] ?? {});
    const [, address, attribute = ""] = ATTRIBUTE.exec(reference) ?? [];
    if (address === undefined) throw new Error(`\${${reference}} is not understood`);
    const resource = this.resourceAt(address);
    return typeof resource.config[attribute] === "string"
      ? this.of(resource, attribute)
      : this.requireId(address);
  }

  /** @throws Missing when the base stack has no state, or an older one */
  private async output(name: string): Promise<string> {
    this.outputs ??= findState(this.operation, "base", "").then(
      (found) => (found?.json as { outputs?: Record<string, { value: unknown }> } | undefined)?.outputs ?? {},
    );
    const found = (await this.outputs)[name];
    if (!found) throw new Missing(`the output ${name} of the base stack`);
    return String(found.value);
  }

  private async zone({ name }: Config): Promise<string> {
    const [zone] = await publicZones(this.operation, String(name));
    if (!zone?.Id) throw new Missing(`the hosted zone ${String(name)}`);
    return zone.Id.replace("/hostedzone/", "");
  }
}
