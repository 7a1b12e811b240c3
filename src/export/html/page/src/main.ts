// Boots the page.

import { Index, readData } from "./data";
import { preferred } from "./i18n";
import { Model } from "./model";
import { mountPanels } from "./panels";
import { Stage } from "./stage";
import { Store } from "./store";

document.documentElement.lang = preferred(navigator.languages, document.documentElement.lang);
const data = readData(document);
const model = new Model(new Index(data));
const store = new Store(model);
const host = document.querySelector<HTMLElement>("#stage");
if (!host) throw new Error("the page has no place for the picture");
const stage = new Stage(host, store, model);
mountPanels(document.body, data, store, model, stage);
// For the console, and for tests that click where something is drawn.
Object.assign(globalThis, { demarche: { data, model, store, stage } });
