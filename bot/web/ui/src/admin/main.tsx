import { mount } from '../staff/StaffApp'
import { Admin } from './Admin'
import '@mantine/charts/styles.css'
import './admin.css'
import './figures/figures.css'
import './knowledge/knowledge.css'
import './canned/canned.css'
import './reasons/reasons.css'

mount(<Admin />, (me) => me.role !== 'agent')
