// Reads a file with a library of npm and prints what it read: node read.mjs FORMAT FILE.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const [format, path] = process.argv.slice(2);
const text = readFileSync(path, "utf8");
const by = (name) => `${name} ${JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url))).version}`;

async function d3() {
  const { forceLink, forceManyBody, forceSimulation } = await import("d3-force");
  const { nodes, links } = JSON.parse(text);
  const ends = links.map(({ source, target }) => [source, target]);
  const simulation = forceSimulation(nodes)
    .force("link", forceLink(links).id((node) => node.id)) // throws where an end is no node
    .force("charge", forceManyBody())
    .stop();
  simulation.tick(2);
  if (!nodes.every((node) => Number.isFinite(node.x) && Number.isFinite(node.y))) throw new Error("a node has no place");
  const edges = links.map(({ index, ...link }, at) => {
    if (link.source.id !== ends[at][0] || link.target.id !== ends[at][1]) throw new Error(`link ${at} has other ends`);
    return { ...link, source: ends[at][0], target: ends[at][1] };
  });
  return { by: by("d3-force"), nodes: nodes.map(({ index, x, y, vx, vy, ...node }) => node), edges };
}

function cytoscape() {
  const elements = JSON.parse(text);
  const graph = require("cytoscape")({ headless: true, styleEnabled: false, ...elements });
  return {
    by: by("cytoscape"),
    nodes: graph.nodes().map((node) => node.data()),
    edges: graph.edges().map((edge) => ({ ...edge.data(), source: edge.source().id(), target: edge.target().id() })),
  };
}

// Neither parser wants more of a browser than DOMParser and document.implementation.
function graphology(name) {
  const { DirectedGraph, MultiDirectedGraph, MultiGraph } = require("graphology");
  const graph = require(`graphology-${name}`).parse(MultiGraph, text, { allowUndirected: true, addMissingNodes: false });
  return {
    by: by(`graphology-${name}`),
    nodes: graph.mapNodes((id, row) => ({ xml_id: id, ...row })),
    edges: graph.mapEdges((id, row, source, target) => ({ xml_id: id, ...row, source, target })),
    attributes: graph.getAttributes(),
  };
}

// Mermaid's own parser and its database of the flowchart; DOMPurify wants a window.
async function mermaid() {
  const { JSDOM } = require("jsdom");
  const { window } = new JSDOM("");
  Object.assign(globalThis, { window, document: window.document });
  const { default: mermaid } = await import("mermaid");
  mermaid.initialize({ securityLevel: "strict", startOnLoad: false });
  await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const edges = db.getEdges();
  const drawn = [...db.getVertices().keys()].filter((id) => /^a[0-9]+$/.test(id));
  return {
    by: by("mermaid"),
    nodes: drawn.length,
    edges: edges.length,
    ends: new Set(edges.flatMap(({ start, end }) => [start, end])).size,
    left_out: Number(/([0-9]+) weaker relations are left out/.exec(text)?.[1] ?? 0),
  };
}

const readers = { mermaid, d3, cytoscape, graphml: () => graphology("graphml"), gexf: () => graphology("gexf") };
process.stdout.write(JSON.stringify(await readers[format]()));
