import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runOrThrow } from "../consumer/run.js";

/** Where Debian's package puts it. */
const PATH = "/usr/bin/chromium";

export type Chromium = { readonly path: string } | { readonly missing: string };

/** Chromium, installed if it is not there and this machine lets us. */
export async function provideChromium(): Promise<Chromium> {
  if (existsSync(PATH)) return { path: PATH };
  if (!existsSync("/usr/bin/apt-get")) return { missing: "no /usr/bin/chromium, and no apt-get" };
  if (process.getuid?.() !== 0)
    return { missing: "no /usr/bin/chromium, and only root installs it" };
  console.log("installing Debian's package chromium …");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  // Somebody else may be installing something at the same time.
  const apt = (...args: string[]) =>
    runOrThrow("apt-get", ["-o", "DPkg::Lock::Timeout=120", "-q", ...args], { cwd: tmpdir(), env });
  try {
    await apt("update");
    await apt("install", "-y", "--no-install-recommends", "chromium");
  } catch (error) {
    const lines = error instanceof Error ? error.message.trim().split("\n") : [String(error)];
    return { missing: `apt-get did not install it: ${lines.slice(-3).join(" ")}` };
  }
  return existsSync(PATH) ? { path: PATH } : { missing: "apt-get installed no /usr/bin/chromium" };
}

/** A browser with one page open, which reaches nothing but this machine. */
export class Browser {
  readonly #profile = mkdtempSync(join(tmpdir(), "clientwright-chromium-"));
  readonly #process: ChildProcess;
  readonly #gone: Promise<void>;
  #output = "";

  constructor(path: string, url: string) {
    this.#process = spawn(
      path,
      [
        "--headless",
        // Its sandbox does not work for root, and the only page is ours.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--no-default-browser-check",
        "--no-proxy-server",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-domain-reliability",
        "--disable-extensions",
        "--disable-sync",
        "--metrics-recording-only",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        `--user-data-dir=${this.#profile}`,
        url,
      ],
      // A group of its own: its helpers end with it.
      { stdio: ["ignore", "pipe", "pipe"], detached: true },
    );
    const keep = (text: string) => (this.#output += text);
    this.#process.stdout?.setEncoding("utf8").on("data", keep);
    this.#process.stderr?.setEncoding("utf8").on("data", keep);
    this.#gone = new Promise((resolve) => {
      this.#process.on("error", () => {
        resolve();
      });
      this.#process.on("close", () => {
        resolve();
      });
    });
  }

  /** Rejects when the browser ends by itself. */
  async ended(): Promise<never> {
    await this.#gone;
    throw new Error(`Chromium has ended by itself.\n${this.#output}`);
  }

  async close(): Promise<void> {
    const { pid } = this.#process;
    try {
      if (pid !== undefined) process.kill(-pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
    await this.#gone;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10 });
  }
}
