/** What the server's analysis answers with, as the pages use it. */

import type * as Api from '../../api'

export type Overview = Api.Overview
export type Figure = Api.Figure
export type Change = Api.Change
export type Saving = Api.Saving
export type Term = Api.Term
export type OutcomeRow = Api.OutcomeRow
export type CauseRow = Api.CauseRow
export type Day = Api.Day
export type Costs = Api.Costs
export type Holdout = Api.Holdout
export type Breakdown = Api.Breakdown
export type Row = Api.Row
export type Episodes = Api.Episodes
export type EpisodeRow = Api.EpisodeRow
export type Timeline = Api.Timeline
export type Choices = Api.FilterChoices
export type By = Breakdown['by']

/** Which episodes: those of a figure, of an outcome, of a row; `title` says it in words. */
export interface Which {
  title: string
  figure?: string
  part?: 'numerator' | 'denominator'
  narrowed?: Record<string, string>
}
