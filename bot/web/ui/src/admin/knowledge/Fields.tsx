/** All that an author writes of an article. */

import {
  Autocomplete,
  NumberInput,
  SegmentedControl,
  type SegmentedControlItem,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useMe } from '../../staff/session'
import { useArticleRows } from './data'
import type { ArticleForm } from './drafts'
import { Variants } from './Variants'

const AUDIENCES: (SegmentedControlItem & { value: ArticleForm['audience'] })[] = [
  { value: 'everyone', label: 'Everyone' },
  { value: 'staff', label: 'Staff only' },
]

export function Fields({ form }: { form: UseFormReturnType<ArticleForm> }) {
  return (
    <div className="kn-fields">
      <section className="ad-card kn-fields" aria-label="The article">
        <TextInput label="Title" maxLength={300} {...form.getInputProps('title')} />
        <Textarea
          label="Short answer"
          description="What the bot says in the chat: two or three sentences. Left empty, it is the first paragraph."
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          {...form.getInputProps('answer')}
        />
        <Textarea
          label="Article"
          description="Everything about it, in Markdown, for the help centre."
          autosize
          minRows={8}
          maxRows={28}
          className="kn-body"
          {...form.getInputProps('body')}
        />
        <Variants value={form.values.variants} onChange={(variants) => form.setFieldValue('variants', variants)} />
      </section>
      <Details form={form} />
    </div>
  )
}

function Details({ form }: { form: UseFormReturnType<ArticleForm> }) {
  const me = useMe()
  const { data } = useArticleRows({})
  const owners = [...new Set([me.name, ...(data?.owners ?? [])])]
  return (
    <section className="ad-card kn-fields" aria-labelledby="kn-details">
      <h2 id="kn-details">Details</h2>
      <div className="kn-pair">
        <Autocomplete
          label="Category"
          description="Its shelf in the help centre."
          data={data?.categories ?? []}
          maxLength={200}
          {...form.getInputProps('category')}
        />
        <TagsInput
          label="Tags"
          description="Free labels."
          placeholder={form.values.tags.length ? '' : 'Type and press Enter'}
          {...form.getInputProps('tags')}
        />
        <Autocomplete
          label="Owner"
          description="Who looks after it."
          data={owners}
          maxLength={200}
          {...form.getInputProps('owner')}
        />
        <TextInput
          type="date"
          label="Review by"
          description="From then on it is listed as overdue."
          {...form.getInputProps('review_by')}
        />
        <div className="kn-field">
          <span className="kn-label" id="kn-audience">
            For whom
          </span>
          <span className="st-soft kn-field-says">
            {form.values.audience === 'staff'
              ? 'Found at the desk only; never shown to visitors.'
              : 'The bot answers from it, and it stands in the help centre.'}
          </span>
          <SegmentedControl aria-labelledby="kn-audience" data={AUDIENCES} {...form.getInputProps('audience')} />
        </div>
        <NumberInput
          label="Own bound on wrong answers"
          description="Of answers shown. Left empty, the site's own."
          suffix=" %"
          min={0}
          max={100}
          step={0.5}
          decimalScale={1}
          {...form.getInputProps('answer_risk')}
        />
        <TextInput
          label="Department"
          description="Who is responsible for the matter."
          maxLength={200}
          {...form.getInputProps('department')}
        />
        <TextInput
          label="Language"
          description="A code such as en or de."
          maxLength={20}
          {...form.getInputProps('locale')}
        />
      </div>
    </section>
  )
}
