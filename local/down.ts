import { rmSync } from "node:fs";
import { stopAws } from "./aws";
import { stopDataPlane } from "./data-plane/process";
import { cleanUpBuilds } from "./images/clean-up";
import { AWS_FOLDER, IMAGES_FOLDER } from "./project";

/** `make down`: stops the embedded AWS and deletes everything that was deployed to it. */
async function down(): Promise<void> {
  await stopDataPlane(AWS_FOLDER);
  cleanUpBuilds(IMAGES_FOLDER);
  const stopped = await stopAws(AWS_FOLDER);
  rmSync(AWS_FOLDER, { recursive: true, force: true });
  process.stdout.write(
    stopped
      ? "The embedded AWS was stopped, and its resources were deleted.\n"
      : "The embedded AWS was not running.\n",
  );
}

void down();
