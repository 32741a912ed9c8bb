/** One part of the outside world, reached because the Worker's network is intercepted by host name. */
export interface StandIn {
  /** Exact host names, as they appear in a URL. */
  readonly hosts: readonly string[];
  fetch(request: Request): Promise<Response>;
}
