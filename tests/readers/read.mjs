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

const readers = { d3, cytoscape, graphml: () => graphology("graphml"), gexf: () => graphology("gexf") };
process.stdout.write(JSON.stringify(await readers[format]()));
