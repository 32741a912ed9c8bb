/** The status an attempt to deliver was answered with; null when no answer came. */
export async function statusOf(send: () => Promise<Response>): Promise<number | null> {
  try {
    const response = await send();
    // A body left unread would keep its connection open.
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}
