import type { StoreOrder, StoreRisk } from '../../model/order.ts';
import { appNumber } from '../../payload/app-number.ts';
import type { View } from '../context.ts';

/** All assessments of an order, each provider's last one only, and what they recommend together. */
export function riskView({ risks }: StoreOrder): View {
  const byProvider = new Map(risks.map((risk) => [risk.provider, risk]));
  const last = [...byProvider.values()];
  return {
    __typename: 'OrderRiskSummary',
    recommendation: recommendationOf(last),
    assessments: last.map(assessmentView),
  };
}

export function assessmentView({ level, facts, provider }: StoreRisk): View {
  return {
    __typename: 'OrderRiskAssessment',
    riskLevel: level,
    facts: facts.map((fact) => ({ __typename: 'RiskFact', ...fact })),
    // Shopify's own assessment names no app.
    provider:
      provider === null
        ? null
        : { __typename: 'App', id: `gid://shopify/App/${appNumber(provider)}`, title: provider },
  };
}

function recommendationOf(risks: readonly StoreRisk[]): 'ACCEPT' | 'CANCEL' | 'INVESTIGATE' | 'NONE' {
  const has = (level: StoreRisk['level']): boolean => risks.some((risk) => risk.level === level);
  if (has('HIGH')) return 'CANCEL';
  if (has('MEDIUM')) return 'INVESTIGATE';
  return has('LOW') ? 'ACCEPT' : 'NONE';
}
