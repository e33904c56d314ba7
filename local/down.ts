import { rmSync } from "node:fs";
import { stopAws } from "./aws";
import { AWS_FOLDER } from "./project";

/** `make down`: stops the embedded AWS and deletes everything that was deployed to it. */
async function down(): Promise<void> {
  const stopped = await stopAws(AWS_FOLDER);
  rmSync(AWS_FOLDER, { recursive: true, force: true });
  process.stdout.write(
    stopped
      ? "The embedded AWS was stopped, and its resources were deleted.\n"
      : "The embedded AWS was not running.\n",
  );
}

void down();
