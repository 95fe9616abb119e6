// One event stream for all open tabs: a browser gives a server six connections, and a stream a tab would use them up.

const RETRY_MS = 2000;

/**
 * Listens until the page goes.
 * @param names of the events to hear
 * @param hear called with `{name, data}`; `open` and `error` are the stream's own
 */
export const hearEvents = (path, names, hear) => {
  const channel = new BroadcastChannel(path);
  const tell = (event) => {
    channel.postMessage(event);
    hear(event);
  };
  const listen = () => {
    const events = new EventSource(path);
    for (const name of ['open', ...names]) events.addEventListener(name, ({ data }) => tell({ name, data }));
    events.addEventListener('error', () => {
      tell({ name: 'error' });
      // The browser gives up on an answer that is no stream (the simulator is down); this does not.
      if (events.readyState === EventSource.CLOSED) setTimeout(listen, RETRY_MS);
    });
  };
  // The tab that holds the lock listens for all; when it goes, the next one gets the lock.
  const lead = () => new Promise(listen);

  channel.addEventListener('message', ({ data }) => hear(data));
  void navigator.locks.request(path, { ifAvailable: true }, (lock) => {
    if (lock) return lead();
    void navigator.locks.request(path, lead);
    // The stream is open already, and will not say so again.
    hear({ name: 'open' });
  });
};
