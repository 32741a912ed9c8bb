// Short messages at the foot of the admin.

interface Toast {
  readonly id: string;
  readonly text: string;
  readonly isError: boolean;
  readonly ms: number;
}

/** Shows a message for a while. */
export function showToast({ id, text, isError, ms }: Toast): void {
  const toast = document.createElement('p');
  toast.dataset['toast'] = id;
  toast.className = isError ? 'toast error' : 'toast';
  toast.textContent = text;
  document.querySelector('#toasts')?.append(toast);
  setTimeout(() => toast.remove(), ms);
}

/** Takes a message away before its time. */
export function hideToast(id: string): void {
  for (const toast of document.querySelectorAll<HTMLElement>('[data-toast]'))
    if (toast.dataset['toast'] === id) toast.remove();
}
