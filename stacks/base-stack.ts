import type { Construct } from "constructs";
import { AccessLogs } from "../constructs/network/access-logs";
import { AlarmTopic } from "../constructs/monitoring/alarms/alarm-topic";
import { Alarms, exceptFromAlarms } from "../constructs/monitoring/alarms/alarms";
import { baseAlarms } from "../constructs/monitoring/alarms/base-alarms";
import { Cluster } from "../constructs/hosts/cluster";
import { ContainerHosts, DYNAMIC_PORTS } from "../constructs/hosts/container-hosts";
import { Database } from "../constructs/data/database";
import { Domain } from "../constructs/network/domain";
import { EncryptionKey } from "../constructs/data/encryption-key";
import { ImageRepository } from "../constructs/containers/image-repository";
import { LoadBalancer } from "../constructs/network/load-balancer";
import type { NetworkFacts } from "../constructs/network/network";
import { Network } from "../constructs/network/network";
import { SecureBucket } from "../constructs/aws/secure-bucket";
import { SecretParameter } from "../constructs/data/secret-parameter";
import type { Image } from "../facts/names";
import { IMAGES, namesOf } from "../facts/names";
import { publishBaseOutputs } from "./base-outputs";
import { Ci } from "../constructs/ci/ci";
import { EnvironmentStack, stateLocationOf } from "./environment-stack";
import type { LiteralEnvironment } from "./literal-environment";

/**
 * What keeps data and is rarely touched: network, key, secrets, images, load balancer, database, and the cluster with
 * its hosts.
 */
export class BaseStack extends EnvironmentStack {
  constructor(scope: Construct, environment: LiteralEnvironment) {
    super(scope, environment, "base");

    const { name, accountId, region } = environment;
    const names = namesOf(environment);

    const network = this.network(environment);

    const key = new EncryptionKey(this, "key", {
      name,
      alias: names.keyAlias,
      accountId,
      region,
      preventDestroy: environment.database.deletionProtection,
    });

    const ci = new Ci(this, "ci", {
      name,
      names,
      region,
      state: stateLocationOf(environment),
      settings: environment.ci,
    });

    const repository = (image: Image) =>
      new ImageRepository(this, `${image}-image`, {
        name: names.repository(image).name,
        parameterName: names.imageParameter(image).name,
        key,
        pushedBy: ci.deployArn,
        forceDelete: !environment.production,
      });
    const images = { app: repository("app"), nginx: repository("nginx") };

    const domain = environment.domain && new Domain(this, "domain", { settings: environment.domain });
    const accessLogs =
      environment.loadBalancer.accessLogs &&
      new AccessLogs(this, "access-logs", {
        bucketName: names.accessLogsBucket.name,
        accountId,
        retentionDays: environment.logs.accessLogDays,
        forceDestroy: !environment.production,
      });
    const loadBalancer = new LoadBalancer(this, "load-balancer", {
      name,
      network,
      deletionProtection: environment.loadBalancer.deletionProtection,
      ...(accessLogs ? { accessLogs } : {}),
      ...(domain ? { certificateArn: domain.certificateArn } : {}),
    });
    domain?.pointTo(loadBalancer);

    const password = new SecretParameter(this, "database-password", {
      name: names.databasePassword.name,
      description: `MySQL password of ${environment.database.username}`,
      key,
      source: environment.database.password,
    });
    const database = new Database(this, "database", {
      name,
      network,
      key,
      password,
      settings: environment.database,
      logRetentionDays: environment.logs.retentionDays,
    });

    const { applicationUser } = environment.database;
    const applicationPassword =
      applicationUser &&
      new SecretParameter(this, "application-user-password", {
        name: names.applicationUserPassword.name,
        description: `MySQL password of ${applicationUser.username}`,
        key,
        source: applicationUser.password,
      });

    const cluster = new Cluster(this, "cluster", { name });
    const hosts = new ContainerHosts(this, "hosts", {
      name,
      cluster,
      network,
      settings: environment.hosts,
      repositoryArns: IMAGES.map((image) => names.repository(image).arn),
      forceDelete: !environment.production,
      tags: this.defaultTags,
    });
    const capacityProviderName = cluster.runOn(name, hosts);
    loadBalancer.sendTo("hosts", hosts.securityGroup, DYNAMIC_PORTS);
    database.allowFrom("hosts", hosts.securityGroup);

    const secrets = Object.entries(environment.secrets).map(([variable, source]) => {
      const secret = new SecretParameter(this, `secret-${variable}`, {
        name: names.secret(variable).name,
        description: `Laravel's ${variable}`,
        key,
        source,
        ...(variable === "APP_KEY" ? { shape: "laravel-key" } : {}),
      });
      return [variable, secret.arn] as const;
    });

    if (environment.slack) {
      new SecretParameter(this, "slack-webhook", {
        name: names.slackWebhook.name,
        description: "Slack's incoming webhook. Put by an operator.",
        key,
        source: { source: "operator" },
      });
    }

    const settings = new SecureBucket(this, "settings", {
      bucketName: names.settingsBucket.name,
      forceDestroy: "Whatever is in it, the next deploy of the service stack writes again.",
    });

    const { topic } = environment.alarms;
    const topicArn =
      topic?.kind === "create"
        ? new AlarmTopic(this, "alarm-topic", { name, names, accountId, key, emails: topic.emails }).arn
        : topic?.arn;
    const balanced = {
      loadBalancerArnSuffix: loadBalancer.arnSuffix,
      targetGroupArnSuffix: loadBalancer.targetGroupArnSuffix,
    };
    if (environment.alarms.enabled) {
      const { hosts, database } = environment;
      const rules = baseAlarms({ name, balanced, instanceType: hosts.instanceType, database });
      new Alarms(this, "alarms", { names, rules, topicArn });
    } else {
      exceptFromAlarms(this);
    }

    publishBaseOutputs(this, {
      keyArn: key.arn,
      appRepositoryUrl: images.app.url,
      nginxRepositoryUrl: images.nginx.url,
      url: environment.domain ? `https://${environment.domain.name}` : `http://${loadBalancer.dnsName}`,
      targetGroupArn: loadBalancer.targetGroupArn,
      ...balanced,
      clusterArn: cluster.arn,
      capacityProviderName,
      databaseAddress: database.address,
      databasePasswordArn: password.arn,
      ...(applicationPassword ? { applicationUserPasswordArn: applicationPassword.arn } : {}),
      settingsBucketName: settings.name,
      settingsBucketArn: settings.arn,
      secretArns: Object.fromEntries(secrets),
    });
  }

  private network({ name, region, availabilityZones, network }: LiteralEnvironment): NetworkFacts {
    return network.kind === "use"
      ? {
          ...network,
          hostSubnetIds: network.hostSubnetIds ?? network.publicSubnetIds,
          hostsArePublic: network.hostSubnetIds === undefined,
          internetAccess: [],
        }
      : new Network(this, "network", { name, region, availabilityZones, settings: network });
  }
}
