/** The page's side of the service worker. */

/** @param {string} address of the worker's script */
export async function registerWorker(address) {
  if (!navigator.serviceWorker) return;
  const isFirstVisit = !navigator.serviceWorker.controller;
  try {
    await navigator.serviceWorker.register(address, { type: "module", scope: "/" });
    await navigator.serviceWorker.ready;
    if (isFirstVisit) await keepThisPage();
  } catch (error) {
    // Without it the page cannot be opened offline; everything else works, so nobody is stopped here.
    console.warn("no service worker", error);
  }
}

/** Asks the worker to fetch the check-in page anew, so that the kept copy shows what is true now. */
export async function keepThisPage() {
  const registration = await navigator.serviceWorker?.getRegistration();
  registration?.active?.postMessage("keep page");
}

/** Asks the browser to wake the worker when there is network, where it can. */
export async function wakeWhenOnline() {
  const registration = await navigator.serviceWorker?.getRegistration();
  try {
    await registration?.sync?.register("send");
  } catch (error) {
    console.info("no background sync", error); // refused by the person or the browser: the page sends by itself
  }
}
