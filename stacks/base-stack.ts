import type { Construct } from "constructs";
import { valkeyOf } from "../config/cache-settings";
import { openPorts } from "../config/open-ports";
import { alarmsOf, hostRangeOf } from "../config/running";
import { SecureBucket } from "../constructs/aws/secure-bucket";
import { Ci } from "../constructs/ci/ci";
import { imageRepositories } from "../constructs/containers/image-repository";
import { applicationCopies } from "../constructs/data/application-copies";
import { applicationDatabase } from "../constructs/data/application-database";
import { applicationFiles } from "../constructs/data/application-files";
import { applicationSecrets } from "../constructs/data/application-secrets";
import { Cache } from "../constructs/data/cache";
import type { Database } from "../constructs/data/database";
import { CACHE_KEY_SERVICES, EncryptionKey, KEY_SERVICES } from "../constructs/data/encryption-key";
import { SecretParameter } from "../constructs/data/secret-parameter";
import { hostCluster } from "../constructs/hosts/host-cluster";
import { applicationMail } from "../constructs/mail/application-mail";
import { exceptFromAlarms } from "../constructs/monitoring/alarms/alarms";
import { baseMonitoring } from "../constructs/monitoring/base-monitoring";
import type { LoadBalancer } from "../constructs/network/load-balancer";
import { Network } from "../constructs/network/network";
import type { NetworkFacts } from "../constructs/network/network-facts";
import { existingNetwork } from "../constructs/network/network-facts";
import { publicLoadBalancer } from "../constructs/network/public-load-balancer";
import { IMAGES } from "../facts/names";
import { publishBaseOutputs } from "./base-outputs";
import { EnvironmentStack, stateFolderOf } from "./environment-stack";
import type { LiteralEnvironment } from "./literal-environment";

/**
 * The resources that keep data and rarely change: network, KMS key, secrets, images, load balancer, database, and the
 * cluster with its hosts.
 */
export class BaseStack extends EnvironmentStack {
  /** Whether `cdktf destroy` deletes images and logs too. Customers depend on those of a production environment. */
  private readonly forceDelete = !this.environment.production;

  constructor(scope: Construct, environment: LiteralEnvironment) {
    super(scope, environment, "base");

    const { identity, forceDelete } = this;
    const { secrets, slack, domain } = environment;
    const alarms = alarmsOf(environment);
    const network = this.network();
    const key = this.key();
    const ci = this.ci(key);
    const images = imageRepositories(this, { ...identity, key, pushedBy: ci.deployArn, forceDelete });
    const loadBalancer = this.loadBalancer(network);
    const { database, passwords } = this.database(network, key);
    const cache = this.cache(network, key);
    const capacity = this.cluster(network, loadBalancer, database, cache);
    const secretArns = applicationSecrets(this, { ...identity, key, secrets });
    if (slack) {
      new SecretParameter(this, "slack-webhook", {
        name: identity.names.slackWebhook.name,
        description: "Slack's incoming webhook. Written by an operator.",
        key,
        source: { source: "operator" },
      });
    }
    const settings = this.settingsBucket();
    const url = domain ? `https://${domain.name}` : `http://${loadBalancer.dnsName}`;
    applicationMail(this, { ...identity, mail: environment.mail, domain });
    const aliases = (domain?.aliases ?? []).map((alias) => `https://${alias}`);
    const files = applicationFiles(this, { ...identity, files: environment.files, urls: [url, ...aliases] });
    applicationCopies(this, {
      ...identity,
      key,
      database,
      files,
      settings: environment.database,
      tags: this.defaultTags,
    });

    baseMonitoring(this, {
      ...identity,
      key,
      alarms,
      balanced: loadBalancer,
      instanceType: environment.hosts.instanceType,
      database: environment.database,
      cache: environment.cache,
      mail: environment.mail,
      files: environment.files,
    });
    if (!alarms.enabled) exceptFromAlarms(this);

    publishBaseOutputs(this, {
      keyArn: key.arn,
      appRepositoryUrl: images.app.url,
      nginxRepositoryUrl: images.nginx.url,
      url,
      targetGroupArn: loadBalancer.targetGroupArn,
      loadBalancerArnSuffix: loadBalancer.loadBalancerArnSuffix,
      targetGroupArnSuffix: loadBalancer.targetGroupArnSuffix,
      ...capacity,
      databaseAddress: database.address,
      ...passwords,
      ...(cache ? { cacheAddress: cache.address } : {}),
      settingsBucketName: settings.name,
      settingsBucketArn: settings.arn,
      ...(files ? { filesBucketName: files.name } : {}),
      secretArns,
    });
  }

  private network(): NetworkFacts {
    const { network, availabilityZones } = this.environment;
    if (network.kind === "existing") return existingNetwork(network);
    return new Network(this, "network", { ...this.identity, availabilityZones, settings: network });
  }

  private key(): EncryptionKey {
    const { copies, deletionProtection } = this.environment.database;
    return new EncryptionKey(this, "key", {
      ...this.identity,
      alias: this.identity.names.keyAlias,
      preventDestroy: deletionProtection,
      opensSecrets: true,
      services: [
        ...KEY_SERVICES,
        ...(valkeyOf(this.environment) ? CACHE_KEY_SERVICES : []),
        ...(copies ? ["backup"] : []),
      ],
    });
  }

  private ci(key: EncryptionKey): Ci {
    const state = stateFolderOf(this.environment);
    const { ci: settings, database } = this.environment;
    return new Ci(this, "ci", {
      ...this.identity,
      state,
      settings,
      key,
      drill: database.drill,
      takesSnapshots: database.releaseSnapshots !== undefined,
    });
  }

  private loadBalancer(network: NetworkFacts): LoadBalancer {
    const { loadBalancer, domain, logs, web } = this.environment;
    return publicLoadBalancer(this, {
      ...this.identity,
      network,
      settings: loadBalancer,
      requestSeconds: web.requestSeconds,
      domain,
      accessLogsBucketName: this.identity.names.accessLogsBucket.name,
      accessLogDays: logs.accessLogDays,
      forceDestroy: this.forceDelete,
    });
  }

  private database(network: NetworkFacts, key: EncryptionKey) {
    const { database: settings, logs } = this.environment;
    const { retentionDays: logRetentionDays } = logs;
    return applicationDatabase(this, { ...this.identity, network, key, settings, logRetentionDays });
  }

  private cache(network: NetworkFacts, key: EncryptionKey): Cache | undefined {
    const settings = valkeyOf(this.environment);
    return settings && new Cache(this, "cache", { ...this.identity, network, key, settings });
  }

  private cluster(
    network: NetworkFacts,
    loadBalancer: LoadBalancer,
    database: Database,
    cache: Cache | undefined,
  ) {
    const { name, names } = this.identity;
    return hostCluster(this, {
      name,
      network,
      loadBalancer,
      database,
      cache,
      settings: {
        ...this.environment.hosts,
        ...hostRangeOf(this.environment),
        egressPorts: openPorts(this.environment),
      },
      repositoryArns: IMAGES.map((image) => names.repository(image).arn),
      forceDelete: this.forceDelete,
      tags: this.defaultTags,
    });
  }

  private settingsBucket(): SecureBucket {
    return new SecureBucket(this, "settings", {
      bucketName: this.identity.names.settingsBucket.name,
      forceDestroy: "The next deployment of the service stack writes its content again.",
    });
  }
}
