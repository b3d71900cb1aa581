/** An article as the form holds it, and as the server takes it; pure. */

import type { Article, ArticleDraft } from '../../staff/types'
import { tidied } from './variants'

/** As the server's, but days are texts and the risk is in percent, each empty where there is none. */
export interface ArticleForm extends Omit<ArticleDraft, 'review_by' | 'answer_risk'> {
  review_by: string
  answer_risk: number | ''
}

export const EMPTY: ArticleForm = {
  title: '',
  answer: '',
  body: '',
  variants: [],
  tags: [],
  category: '',
  locale: 'en',
  department: '',
  owner: '',
  audience: 'everyone',
  review_by: '',
  answer_risk: '',
}

export function formOf(article: Article): ArticleForm {
  const names = Object.keys(EMPTY) as (keyof ArticleForm)[]
  const same = Object.fromEntries(names.map((name) => [name, article[name]])) as unknown as ArticleForm
  return {
    ...same,
    review_by: article.review_by ?? '',
    answer_risk: article.answer_risk === null ? '' : Math.round(article.answer_risk * 1000) / 10,
  }
}

export function draftOf(form: ArticleForm): ArticleDraft {
  return {
    ...form,
    title: form.title.trim(),
    variants: tidied(form.variants),
    review_by: form.review_by || null,
    answer_risk: form.answer_risk === '' ? null : form.answer_risk / 100,
  }
}
