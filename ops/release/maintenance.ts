import { commandLine } from "../cli/command-line";
import type { Operation } from "../cli/operation";
import { Failure } from "../cli/outcome";
import { careful, good } from "../cli/style";
import { inWords } from "../cli/words";
import { lookAtMaintenance } from "../maintenance/listener";
import { switchOff, switchOn } from "../maintenance/switch";
import type { Lock } from "./lock";

const STATES = { deploy: "of an earlier deploy", operator: "of an operator" } as const;

/**
 * Maintenance around the migration of a release. It ends when the release is complete. If the release fails, it ends only if the
 * migration did not start: MySQL does not roll back DDL, so the earlier release may not fit the tables.
 */
export class ReleaseMaintenance {
  private state: "not begun" | "begun" | "of an earlier deploy" | "of an operator" = "not begun";
  private migrated = false;

  constructor(
    private readonly operation: Operation,
    private readonly wanted: boolean,
  ) {}

  /** Before the migration. */
  public async begin(): Promise<void> {
    if (!this.wanted) return;
    const { before } = await switchOn(this.operation, "deploy");
    this.state = before ? STATES[before.by] : "begun";
    this.operation.output.print(
      careful(
        before ? "Maintenance is on already." : "Maintenance is on: every request is answered with 503.",
      ),
    );
  }

  /** The migration has started. */
  public migrates(): void {
    this.migrated = true;
  }

  /** After the release is complete. @throws Failure when requests are still answered with 503 */
  public async complete(): Promise<void> {
    if (this.state === "not begun") return this.remind();
    if (this.state === "begun" || this.state === "of an earlier deploy") {
      await switchOff(this.operation).catch((error: unknown) => {
        throw new Failure(
          `The release is complete, but maintenance could not be ended: ${inWords(error)}\nThen end it: ${this.off}`,
        );
      });
      this.operation.output.print(good("Maintenance has ended."));
    }
    if (this.state === "of an operator") {
      this.operation.output.print(
        careful(`Maintenance was on before this deploy, and stays on. To end it: ${this.off}`),
      );
    }
  }

  /**
   * A release without maintenance leaves on what a killed deploy has left, or an operator wants. It is complete, so that it does not
   * matter whether this can be read.
   */
  private async remind(): Promise<void> {
    if (!(await lookAtMaintenance(this.operation).catch(() => undefined))) return;
    this.operation.output.print(
      careful(`Maintenance is on: every request is answered with 503. To end it: ${this.off}`),
    );
  }

  /** After the release has failed. @returns what the operator must know, also where AWS can no longer be asked */
  public async fail(lock: Pick<Lock, "require">): Promise<string[]> {
    if (this.state === "not begun") return [];
    if (this.state === "begun" && !this.migrated) {
      try {
        await lock.require();
        await switchOff(this.operation);
        return ["Maintenance has ended: the migration did not start."];
      } catch (error) {
        return [`Maintenance may still be on: ${inWords(error)}`, `Fix: End it: ${this.off}`];
      }
    }
    const why = this.migrated
      ? "the earlier release may not fit the tables, because the migration had started"
      : "it was on before this deploy";
    return [
      `Maintenance stays on: ${why}.`,
      `Fix: Solve the problem and deploy again with --maintenance, or end it: ${this.off}`,
    ];
  }

  private get off(): string {
    return commandLine(this.operation.environment, "maintenance", "off");
  }
}
