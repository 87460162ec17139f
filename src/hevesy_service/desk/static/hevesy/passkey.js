// Asks the browser for a passkey, to make one or to show one, and sends the form; the page works without it by a code.
(() => {
  if (!window.PublicKeyCredential || !window.webauthnJSON) return
  const options = async button => {
    const at = { ...button.form.dataset, ...button.dataset }
    if (at.options) return JSON.parse(at.options)
    return (await fetch(at.ask, { headers: { 'X-Requested-With': 'XMLHttpRequest' } })).json()
  }
  const shown = async button => {
    const asked = await options(button)
    return window.webauthnJSON.get(asked.request_options || asked)
  }
  const made = async button => {
    const asked = await options(button)
    const alone = button.form.elements.passwordless.checked
    Object.assign(asked.publicKey.authenticatorSelection, alone
      ? { residentKey: 'required', requireResidentKey: true, userVerification: 'required' }
      : { residentKey: 'discouraged', requireResidentKey: false })
    return window.webauthnJSON.create(asked)
  }
  const sent = (button, form) => {
    if (button.dataset.done) { // of a form with buttons of its own: those are pressed next
      button.textContent = button.dataset.done
      button.disabled = true
      return
    }
    form.noValidate = true
    form.requestSubmit ? form.requestSubmit() : form.submit()
  }
  for (const button of document.querySelectorAll('button[data-passkey]')) {
    button.hidden = false
    button.addEventListener('click', async () => {
      try {
        const credential = await (button.dataset.passkey === 'make' ? made : shown)(button)
        button.form.elements.credential.value = JSON.stringify(credential)
        sent(button, button.form)
      } catch (error) {
        button.insertAdjacentText('afterend', ` ${error.message}`) // what the browser says of it, in its own language
      }
    })
  }
})()
