/** The mark: a speech bubble holding a C. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg aria-hidden="true" className="icon" width={size} height={size} viewBox="0 0 32 32">
      <path
        fill="var(--accent)"
        d="M9 2h14a7 7 0 0 1 7 7v9a7 7 0 0 1-7 7h-8.2l-6.4 4.7A1.5 1.5 0 0 1 6 28.5V24.3A7 7 0 0 1 2 18V9a7 7 0 0 1 7-7Z"
      />
      <path className="icon__c" d="M20.5 10.2a5.6 5.6 0 1 0 0 6.6" />
    </svg>
  );
}
