const INDUSTRIES = new Set(
  `software|technology|tech|it|saas|finance|banking|insurance|fintech|healthcare|health|pharma|biotech|medical|retail|e-commerce|ecommerce|
manufacturing|automotive|aerospace|construction|engineering|energy|utilities|oil|logistics|transport|transportation|shipping|travel|tourism|
hospitality|education|media|advertising|marketing|telecom|telecommunications|agriculture|food|chemicals|mining|consulting|legal|government|
gaming|fashion|textiles|furniture|security|cybersecurity|real estate|financial services|professional services|life sciences|public sector|
consumer goods|printing|publishing|dairy|electronics|robotics|design|architecture|film|music|sports|beauty|cosmetics|
wine|beverages|catering|recruiting|accounting|machinery|steel|paper|packaging|waste|water|solar|renewables|semiconductors|hardware|food service|business services|private equity`
    .split('|')
    .map((name) => name.trim()),
);

/** "software", "real estate": what a company is in, when no place has that name. */
export function isIndustry(norm: string): boolean {
  return INDUSTRIES.has(norm);
}
