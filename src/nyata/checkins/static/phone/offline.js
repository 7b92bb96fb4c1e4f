/** The page without network: what waits, and a way back. */

import { told } from "./dom.js";
import { keepSending } from "./sending.js";
import { showWaiting } from "./waiting.js";

await showWaiting(told("words"), told("urls"), () => null);
keepSending();
document.getElementById("again").addEventListener("click", () => location.reload());
