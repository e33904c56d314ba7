/** The part of node-pty that is used here. The types of the package are those of a module with another name. */
interface NodePty {
  readonly spawn: (
    file: string,
    args: readonly string[],
    options: { name: string; cols: number; rows: number; cwd: string; env: NodeJS.ProcessEnv },
  ) => {
    onData(listener: (text: string) => void): void;
    onExit(listener: (end: { exitCode: number }) => void): void;
    write(text: string): void;
  };
}

const CTRL_C = "\u0003";

export interface OnTerminal {
  /** Everything that was shown, with its control sequences. */
  readonly shown: string;
  readonly exitCode: number;

  /** From Ctrl-C until the end. */
  readonly endedAfter: number;
}

/**
 * Runs an operator's command on a terminal of 80 columns.
 *
 * @param folder a copy of the project
 * @param pressAt presses Ctrl-C as soon as this is shown
 */
export function onTerminal(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  pressAt?: string,
): Promise<OnTerminal> {
  const { spawn } = jest.requireActual<NodePty>("@cdktf/node-pty-prebuilt-multiarch");
  const others = Object.entries(process.env).filter(([name]) => name !== "CI" && name !== "NO_COLOR");
  const terminal = spawn(process.execPath, ["--import", "tsx", "ops/main.ts", ...args], {
    name: "xterm-256color",
    cols: 80,
    rows: 24,
    cwd: folder,
    env: { ...Object.fromEntries(others), ...env },
  });
  let shown = "";
  let pressed = 0;
  terminal.onData((text) => {
    shown += text;
    if (pressAt === undefined || pressed > 0 || !shown.includes(pressAt)) return;
    pressed = performance.now();
    terminal.write(CTRL_C);
  });
  return new Promise((resolve) =>
    terminal.onExit(({ exitCode }) =>
      // What was written last may arrive after the end.
      setTimeout(() => resolve({ shown, exitCode, endedAfter: performance.now() - pressed }), 100),
    ),
  );
}
