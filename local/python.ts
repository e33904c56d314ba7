import { join } from "node:path";
import { run, tail } from "./processes";

const REQUIREMENTS = join(__dirname, "moto", "requirements.txt");

/**
 * Prints the path of the interpreter: `python3` may be a wrapper that starts another process. It looks for moto and for what
 * `moto[server]` adds to it, and imports neither, which takes as long as a start of the embedded AWS.
 */
const CAN_SERVE = [
  "import sys",
  "from importlib.metadata import version",
  "from importlib.util import find_spec",
  "assert version('moto') == '5.2.1' and find_spec('flask') and find_spec('flask_cors')",
  "print(sys.executable)",
].join("\n");

/**
 * A Python with moto: that of the machine, or a virtual environment that is created once in `folder`.
 *
 * @throws Error with what to install if neither is available
 */
export async function pythonWithMoto(folder: string, progress: (line: string) => void): Promise<string> {
  const environment = join(folder, "venv");
  const own = join(environment, "bin", "python");
  for (const python of [own, "python3", "python"]) {
    const executable = await servingPython(python);
    if (executable) return executable;
  }

  progress("installing the embedded AWS (moto) into .local/venv");
  const created = await run("python3", ["-m", "venv", environment]).catch(notFound);
  const installed =
    created.code === 0 ? await run(own, ["-m", "pip", "install", "--quiet", "-r", REQUIREMENTS]) : created;
  const executable = await servingPython(own);
  if (executable) return executable;

  throw new Error(
    "The embedded AWS needs Python 3 with moto 5.2.1, and it could not be installed.\n" +
      "Fix: pip install -r local/moto/requirements.txt, for the python3 on your PATH.\n" +
      tail(installed.output, 5),
  );
}

async function servingPython(python: string): Promise<string | undefined> {
  const { code, stdout } = await run(python, ["-c", CAN_SERVE]).catch(notFound);
  return code === 0 ? stdout.trim() : undefined;
}

const notFound = (error: Error) => ({ code: 127, output: error.message, stdout: "" });
