export function modelText(index: number): string;
