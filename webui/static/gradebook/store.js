/**
 * The queue's shelf in this browser (IndexedDB): edits that have no answer yet outlive the page.
 *
 * Kept by account and page, so that on a shared machine nobody's edits are sent under another's name. A browser that
 * offers no such shelf keeps them as long as the page is open.
 */

/** @typedef {import("./queue.js").Item} Item */
/** @typedef {{ key: string, account: string, page: string, item: Item }} Kept */

const NAME = "letopis-gradebook";
const EDITS = "edits";

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export class Shelf {
  /**
   * @param {IDBDatabase | null} database
   * @param {string} account
   * @param {string} page
   */
  constructor(database, account, page) {
    this.database = database;
    this.account = account;
    this.page = page;
  }

  /**
   * @param {string} account
   * @param {string} page
   * @returns {Promise<Shelf>}
   */
  static async open(account, page) {
    try {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(EDITS, { keyPath: "key" });
      return new Shelf(await done(request), account, page);
    } catch {
      return new Shelf(null, account, page);
    }
  }

  /** @param {IDBTransactionMode} mode */
  edits(mode) {
    return this.database?.transaction(EDITS, mode).objectStore(EDITS);
  }

  /** @param {Item} item */
  key(item) {
    return `${this.account}|${this.page}|${String(item.id).padStart(9, "0")}`;
  }

  /** @returns {Promise<Kept[]>} everything on the shelf, of every account and page */
  async all() {
    const edits = this.edits("readonly");
    return edits ? done(edits.getAll()) : [];
  }

  /** @param {Item} item */
  async put(item) {
    const kept = { key: this.key(item), account: this.account, page: this.page, item };
    await this.attempt((edits) => edits.put(kept));
  }

  /** @param {Item} item */
  async remove(item) {
    await this.attempt((edits) => edits.delete(this.key(item)));
  }

  /**
   * A full disk must not stop the teacher: the edit is still in the page and on its way.
   * @param {(edits: IDBObjectStore) => IDBRequest} change
   */
  async attempt(change) {
    try {
      const edits = this.edits("readwrite");
      if (edits) await done(change(edits));
    } catch (error) {
      console.warn("the queue could not be kept in this browser", error);
    }
  }
}
