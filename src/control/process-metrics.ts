/**
 * The well-known metrics of any Node program that are served with ours, and what they mean. Those
 * that prom-client has besides are left out: gauges called `_total`, which Prometheus' linter
 * refuses, and percentiles of lateness that cost a hundred wake-ups a second.
 */
export const PROCESS_METRICS: Readonly<Record<string, string>> = {
  process_cpu_user_seconds_total: 'CPU time of all threads in the program itself.',
  process_cpu_system_seconds_total: 'CPU time of all threads in the kernel.',
  process_cpu_seconds_total: 'CPU time of all threads.',
  process_start_time_seconds: 'When the program started.',
  process_resident_memory_bytes: 'Resident memory.',
  process_virtual_memory_bytes: 'Virtual memory.',
  process_open_fds: 'Open file descriptors.',
  process_max_fds: 'Most file descriptors that may be open.',
  nodejs_eventloop_lag_seconds: 'How late the main thread’s loop was at the scrape before.',
  nodejs_heap_size_total_bytes: 'JavaScript heap of the main thread.',
  nodejs_heap_size_used_bytes: 'Of it, in use.',
  nodejs_external_memory_bytes: 'Memory outside of the heap that JavaScript holds.',
  nodejs_version_info: 'Always 1; its labels say which Node.js runs.',
  nodejs_gc_duration_seconds: 'Garbage collections of the main thread, by kind.',
};
