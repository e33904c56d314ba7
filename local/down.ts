import { rmSync } from "node:fs";
import { stopAws } from "./aws";
import { AWS_FOLDER } from "./project";

/** `make down`: stops the embedded AWS, and everything deployed to it is gone. */
async function down(): Promise<void> {
  const stopped = await stopAws(AWS_FOLDER);
  rmSync(AWS_FOLDER, { recursive: true, force: true });
  process.stdout.write(
    stopped ? "The embedded AWS is stopped, and what it held is gone.\n" : "It was not running.\n",
  );
}

void down();
