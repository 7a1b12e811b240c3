// Boots the page.

import { Index, readData } from "./data";
import { Model } from "./model";
import { Stage } from "./stage";
import { Store } from "./store";

const data = readData(document);
const model = new Model(new Index(data));
const store = new Store(model);
const canvas = document.querySelector<HTMLCanvasElement>("#stage");
if (!canvas) throw new Error("the page has no canvas");
new Stage(canvas, store, model);
