import { isObject } from "../../../../facts/terraform-json";

/** A package that `composer install --no-dev` installs. */
interface Package {
  readonly name: string;
  readonly version: string;
  readonly require: Readonly<Record<string, string>>;

  /** What it replaces or provides. */
  readonly standsFor: readonly string[];
}

const texts = (value: unknown): Record<string, string> =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
      )
    : {};

/** `composer.json` and `composer.lock`, as far as they can be read. */
export class Composer {
  /** Why a file cannot be used, by its name. */
  public readonly faults: Readonly<Record<string, string>>;
  public readonly packages: readonly Package[];

  /** The packages for development, which are not in the image. */
  public readonly developmentPackages: readonly string[];
  private readonly json: Readonly<Record<string, unknown>>;

  constructor(json: string | undefined, lock: string | undefined) {
    const faults: Record<string, string> = {};
    const parse = (file: string, text: string | undefined) => {
      if (text === undefined) {
        faults[file] = "it does not exist";
        return {};
      }
      try {
        const parsed: unknown = JSON.parse(text);
        if (isObject(parsed)) return parsed;
        faults[file] = "it is not a JSON object";
      } catch {
        // Not the reason, which each version of Node.js words differently.
        faults[file] = "it is not JSON";
      }
      return {};
    };
    this.json = parse("composer.json", json);
    const locked = parse("composer.lock", lock);
    this.faults = faults;
    this.packages = packagesOf(locked.packages);
    this.developmentPackages = packagesOf(locked["packages-dev"]).map(({ name }) => name);
  }

  /** What the application itself requires, by package, `php` and `ext-*` included. */
  public get require(): Record<string, string> {
    return texts(this.json.require);
  }

  /** Whether the image gets a package. Without a lock file that can be read, what is required counts. */
  public has(name: string): boolean {
    if (this.faults["composer.lock"] !== undefined) return name in this.require;
    return this.packages.some((each) => each.name === name || each.standsFor.includes(name));
  }

  /** Whether the application has classes of this namespace in its own code, e.g. `Aws\`. */
  public autoloads(namespace: string): boolean {
    const { autoload } = this.json;
    const psr4 = isObject(autoload) && isObject(autoload["psr-4"]) ? Object.keys(autoload["psr-4"]) : [];
    return psr4.some((prefix) => prefix !== "" && namespace.startsWith(prefix));
  }

  /** Laravel's major version, e.g. 12; undefined if its framework is not a package. */
  public get laravel(): number | undefined {
    const framework = this.packages.find(({ name }) => name === "laravel/framework");
    const major = /^v?(\d+)\./.exec(framework?.version ?? "")?.[1];
    return major === undefined ? undefined : Number(major);
  }
}

const packagesOf = (list: unknown): Package[] =>
  (Array.isArray(list) ? list : []).filter(isObject).map((each) => ({
    name: String(each.name),
    version: String(each.version),
    require: texts(each.require),
    standsFor: [...Object.keys(texts(each.replace)), ...Object.keys(texts(each.provide))],
  }));
