interface Closable {
  close(): Promise<unknown>;
  server: { closeAllConnections(): void };
}

/** Closes an app whose test is over: a connection that a client keeps open without a request would hold it up. */
export async function closeServer(app: Closable): Promise<void> {
  const closed = app.close();
  app.server.closeAllConnections();
  await closed;
}
