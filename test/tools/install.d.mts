export function installTools(): void;
