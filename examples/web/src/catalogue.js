// The catalogue of an engine, read once: the engine gives a new copy at every look.
const catalogues = new WeakMap();

export function catalogueOf(engine) {
  if (!catalogues.has(engine)) catalogues.set(engine, engine.catalogue);
  return catalogues.get(engine);
}
