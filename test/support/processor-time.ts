/**
 * Milliseconds of the processor that some work takes in this process: other work of the machine
 * does not count.
 */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
