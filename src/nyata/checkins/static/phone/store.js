/** The phone's own durable memory: one IndexedDB database with a store for each kind of thing kept. */

/** @typedef {"keys"|"queue"|"tickets"|"anchors"} StoreName */

const NAME = "nyata";
const VERSION = 1;
const STORES = ["keys", "queue", "tickets", "anchors"];

/** @type {Promise<IDBDatabase>|null} */
let opening = null;

/** @returns {Promise<IDBDatabase>} rejects where the browser keeps nothing (private mode, blocked storage) */
function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const name of STORES) {
        if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name);
      }
    };
    request.onsuccess = () => {
      // Another page with a newer version must not wait for this one.
      request.result.onversionchange = () => {
        request.result.close();
        opening = null;
      };
      resolve(request.result);
    };
    request.onerror = () => {
      opening = null;
      reject(request.error);
    };
  });
  return opening;
}

/**
 * Runs one transaction and waits until it is on disk.
 * @template T
 * @param {StoreName} name
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} work
 * @returns {Promise<T>}
 */
async function transact(name, mode, work) {
  const base = await database();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(name, mode, { durability: "strict" });
    const request = work(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? request.error);
    transaction.onerror = () => reject(transaction.error ?? request.error);
  });
}

/** @param {StoreName} name @param {string} key */
export const get = (name, key) => transact(name, "readonly", (store) => store.get(key));

/** @param {StoreName} name @returns {Promise<any[]>} in the order of their keys */
export const all = (name) => transact(name, "readonly", (store) => store.getAll());

/** @param {StoreName} name @param {string} key @param {unknown} value */
export const put = (name, key, value) => transact(name, "readwrite", (store) => store.put(value, key));

/** @param {StoreName} name @param {string} key */
export const remove = (name, key) => transact(name, "readwrite", (store) => store.delete(key));

/** @param {StoreName} name */
export const clear = (name) => transact(name, "readwrite", (store) => store.clear());
