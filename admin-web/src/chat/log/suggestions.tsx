import { Button } from '../../ui/button.tsx';

export function Suggestions({ texts, onPick }: { texts: readonly string[]; onPick: (text: string) => void }) {
  return (
    <fieldset className="suggestions">
      <legend className="visually-hidden">Things to say next</legend>
      {texts.map((text) => (
        <Button key={text} onClick={() => onPick(text)}>
          {text}
        </Button>
      ))}
    </fieldset>
  );
}
