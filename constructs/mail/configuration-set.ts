import { Sesv2ConfigurationSet } from "@cdktf/provider-aws/lib/sesv2-configuration-set";
import { Sesv2ConfigurationSetEventDestination } from "@cdktf/provider-aws/lib/sesv2-configuration-set-event-destination";
import { Construct } from "constructs";

/** What happens to a message after SES has taken it, and is bad news. */
export const MAIL_EVENTS = ["BOUNCE", "COMPLAINT", "REJECT"];

/**
 * How SES sends the mail of an environment: over TLS only, not again to an address that bounced or complained, and with the number
 * of each as a metric in CloudWatch (AWS/SES, by `ses:configuration-set`).
 */
export class ConfigurationSet extends Construct {
  public readonly name: string;

  constructor(scope: Construct, id: string, { name }: { readonly name: string }) {
    super(scope, id);

    const configurationSet = new Sesv2ConfigurationSet(this, "configuration-set", {
      configurationSetName: name,
      deliveryOptions: { tlsPolicy: "REQUIRE" },
      reputationOptions: { reputationMetricsEnabled: true },
      sendingOptions: { sendingEnabled: true },
      suppressionOptions: { suppressedReasons: ["BOUNCE", "COMPLAINT"] },
    });
    this.name = configurationSet.configurationSetName;

    new Sesv2ConfigurationSetEventDestination(this, "metrics", {
      configurationSetName: this.name,
      eventDestinationName: "metrics",
      eventDestination: {
        enabled: true,
        matchingEventTypes: MAIL_EVENTS,
        cloudWatchDestination: {
          dimensionConfiguration: [
            {
              // SES adds this tag to every message itself ("Setting up a CloudWatch event destination for event publishing").
              dimensionName: "ses:configuration-set",
              dimensionValueSource: "MESSAGE_TAG",
              defaultDimensionValue: name,
            },
          ],
        },
      },
    });
  }
}
