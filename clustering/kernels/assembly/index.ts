// The kernels that run in WebAssembly: AssemblyScript, not TypeScript. Every export has the signature of a job,
// (context: usize, job: i32, thread: i32) => void: `context` points to the parameters of the call, `job` says which part of
// the work is to be done, `thread` which scratch space is free. Jobs of one call may run in any order on any thread, so what
// they write must not depend on either.
export * from './probe';
export * from './neighbours';
export * from './silhouettes';
export * from './silhouette-rows';
export * from './kmeans';
export * from './kmeans-prepare';
export * from './kmeans-seed';
// Not jobs: exported so that the compiler keeps them apart, for V8 replaces slow code by fast between calls only.
export { addRows } from './kmeans-centroids';
export { addSquares } from './kmeans-publish';
export { assignListed, decide, listByLabel, listBySwizzle, reassign } from './kmeans-assign';
