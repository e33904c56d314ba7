import type { LogStream } from "./evidence";
import { clean } from "./text";

/** Pages of the AWS console. */
export class Links {
  constructor(
    private readonly region: string,
    private readonly cluster: string,
  ) {}

  public service(service: string): string {
    return this.page(`ecs/v2/clusters/${part(this.cluster)}/services/${part(service)}/deployments`);
  }

  public task(id: string): string {
    return this.page(`ecs/v2/clusters/${part(this.cluster)}/tasks/${part(id)}`);
  }

  public log({ group, stream }: LogStream): string {
    // This page wants what is in its fragment encoded twice, with a dollar sign for the percent sign.
    const twice = (text: string) => part(part(text)).replaceAll("%", "$");
    return `${this.page("cloudwatch/home")}#logsV2:log-groups/log-group/${twice(group)}/log-events/${twice(stream)}`;
  }

  public alarm(name: string): string {
    return `${this.page("cloudwatch/home")}#alarmsV2:alarm/${part(name)}`;
  }

  public scan(account: string, repository: string, digest: string): string {
    const image = `repositories/private/${part(account)}/${clean(repository.slice(0, LONGEST)).split("/").map(part).join("/")}/_/image`;
    return this.page(`ecr/${image}/${part(digest)}/scan-results`);
  }

  private page(path: string): string {
    return `https://${this.region}.console.aws.amazon.com/${path}?region=${this.region}`;
  }
}

/** AWS has no name or id that is longer. */
const LONGEST = 256;

const part = (text: string) => encodeURIComponent(clean(text.slice(0, LONGEST)));
