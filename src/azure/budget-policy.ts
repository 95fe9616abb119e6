// The very first step of every request: waits for its turn in the budget, and keeps its place until it has ended.
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { ArmBudget } from './arm-budget.ts';
import { urgencyNow } from './call-urgency.ts';
import { meterOf } from './meter.ts';

/** Before the time limit, which is about Azure's answer: waiting for a turn is not Azure not answering. */
export const createBudgetPolicy = (budget: ArmBudget): PipelinePolicy => ({
  name: 'budget',
  async sendRequest(request, next) {
    const ended = await budget.admit(meterOf(request), urgencyNow());
    try {
      return await next(request);
    } finally {
      ended();
    }
  },
});
