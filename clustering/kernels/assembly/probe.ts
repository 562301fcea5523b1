/**
 * Writes its own index, squared, into slot `job`: shows that memory, threads and jobs work.
 *
 * Context: i32 address of an f64 array with one slot per job.
 */
export function probe(context: usize, job: i32, _thread: i32): void {
  const target = <usize>load<i32>(context);
  store<f64>(target + ((<usize>job) << 3), <f64>job * <f64>job);
}
