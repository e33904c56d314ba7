import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Environment } from "../../../../config/environment";
import { filesBucketOf } from "../../../../config/files-bucket";
import { laravelSettings } from "../../../../config/laravel-settings";
import { inShell } from "../../../../facts/shell-words";
import { Refusal } from "../../../cli/refusal";
import { Composer } from "./composer";
import { withoutComments } from "./php";

/** The folder of this project. */
export const PROJECT = join(__dirname, "../../../..");

/** Files of code and of Composer are much smaller. */
const LARGEST_BYTES = 33_554_432;

/** Folders that are not the application's own code. */
const SKIPPED = new Set(["vendor", "node_modules", ".git"]);

/** A Laravel repository, and the settings that it gets in an environment. Its files are read, and never executed. */
export class Application {
  public readonly composer: Composer;

  /** The settings that are not secret, by name. Those with a value that only Terraform knows are empty. */
  public readonly settings: Readonly<Record<string, string>>;

  constructor(
    /** As the operator typed it. */
    public readonly folder: string,
    public readonly environment: Environment,
    /** Where `docker/` is copied from. */
    private readonly project = PROJECT,
  ) {
    this.composer = new Composer(this.text("composer.json"), this.text("composer.lock"));
    this.settings = laravelSettings({
      environment,
      url: "",
      databaseAddress: "",
      queueName: "",
      filesBucketName: filesBucketOf(environment) ?? "",
      cacheAddress: "",
    });
  }

  /** The text of a file; undefined if there is none. */
  public text(path: string): string | undefined {
    const file = join(this.folder, path);
    const stat = statSync(file, { throwIfNoEntry: false });
    if (!stat?.isFile()) return undefined;
    if (stat.size > LARGEST_BYTES) {
      throw new Refusal(
        `${file} has ${stat.size.toLocaleString("en")} bytes, more than the ${LARGEST_BYTES.toLocaleString("en")} that are read of a file.\n` +
          "Fix: Check that it belongs to the application, or remove it.",
      );
    }
    return readFileSync(file, "utf8");
  }

  /** The text of a PHP file without its comments; undefined if there is none. */
  public code(path: string): string | undefined {
    const text = this.text(path);
    return text === undefined ? undefined : withoutComments(text);
  }

  /** The paths of the files below a folder that end in `extension`, sorted. */
  public files(folder: string, extension: string): string[] {
    const absolute = join(this.folder, folder);
    if (!existsSync(absolute)) return [];
    return readdirSync(absolute, { withFileTypes: true })
      .flatMap((entry) => {
        const path = `${folder}/${entry.name}`;
        if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : this.files(path, extension);
        return entry.name.endsWith(extension) ? [path] : [];
      })
      .sort();
  }

  /** A path of this project for a command that is run in the Laravel repository, e.g. `../infrastructure/docker`. */
  public fromProject(path: string): string {
    return inShell([join(relative(resolve(this.folder), this.project), path)]);
  }

  /** Whether `docker/` was copied into it. The same commands copy the files of `docker/laravel/`. */
  public get hasContainers(): boolean {
    return this.text("docker/app/Dockerfile") !== undefined;
  }

  /** Whether it has the structure of Laravel 11 and later, where `bootstrap/app.php` configures middleware and routes. */
  public get isConfiguredInBootstrap(): boolean {
    return /\bApplication::configure\s*\(/.test(this.code("bootstrap/app.php") ?? "");
  }
}
