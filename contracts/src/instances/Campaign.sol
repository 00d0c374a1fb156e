// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../interfaces/ICampaign.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IRulebook} from "../interfaces/IRulebook.sol";
import {ActType, Face, Kind, Participant, Role} from "../libraries/Types.sol";
import {Settlement} from "./Settlement.sol";

/// @notice One offer of units, all or nothing, that executes itself. See {ICampaign}.
contract Campaign is Settlement {
    uint256 private constant LONGEST = 180 days;
    /// @dev Whatever the rulebook says: a campaign must come to its close.
    uint64 private constant LONGEST_GRACE = 30 days;
    /// @dev Whatever the rulebook says: a settlement must be able to add it to the time.
    uint256 private constant LONGEST_MORATORIUM = 3650 days;

    constructor(IMarketMaster master) Settlement(master) {}

    // -- acts

    /// @inheritdoc ICampaign
    function propose(
        address face, address money, uint256 price, uint256 minimum, uint256 maximum, uint64 opensAt, uint64 closesAt,
        bytes32 disclosure, Allocation allocation
    ) external {
        address door = _entrant();
        require(_state == State.None, CampaignOutOfState(_state, State.None));
        Participant memory p = MASTER.participant(door);
        require(p.role == Role.Issuer, CampaignNotAnIssuer(door));
        Face memory f = MASTER.faceOf(face);
        require(f.kind == Kind.Equity && f.issuer == door, CampaignNotYourClass(face, door));
        require(MASTER.faceOf(money).kind == Kind.Money, CampaignNotMoney(money));
        bool bounded = price <= type(uint64).max && maximum <= type(uint64).max && price * maximum <= type(uint64).max;
        require(bounded && price != 0 && minimum != 0 && minimum <= maximum, CampaignBadTerms());
        bool inOrder = block.timestamp < opensAt && opensAt < closesAt && closesAt - opensAt <= LONGEST;
        require(inOrder, CampaignBadDates(opensAt, closesAt, block.timestamp));

        _terms = Terms(
            door, p.parent, face, money, uint64(price), allocation, uint64(minimum), uint64(maximum), opensAt, closesAt, disclosure
        );
        _state = State.Proposed;

        emit Proposed(door, p.parent, face, money, price, minimum, maximum, opensAt, closesAt, disclosure, allocation);
    }

    /// @inheritdoc ICampaign
    function disclose(uint8 slot, bytes32 hash) external {
        _requireActor(_entrant(), _terms.issuer);
        _requireState(State.Proposed);
        require(hash != 0, CampaignHashZero());
        filledSlots |= 1 << slot;
        documents = keccak256(abi.encode(documents, slot, hash));
        emit Disclosed(slot, hash, documents);
    }

    /// @inheritdoc ICampaign
    /// @dev The rules that a campaign is held to (R8 to R19) are pinned here.
    function approve(bytes32 documents_) external {
        address door = _entrant();
        _requireActor(door, _terms.operator);
        _requireState(State.Proposed);
        require(documents_ == documents, CampaignOtherDocuments(documents_, documents));
        MASTER.requireActive(_terms.issuer);
        MASTER.requireActive(MASTER.faceOf(_terms.money).trustee);
        require(block.timestamp < _terms.closesAt, CampaignBadDates(_terms.opensAt, _terms.closesAt, block.timestamp));
        _state = State.Approved;
        _pin(_rulebook());
        emit Approved(door, _feeSlabs, _moratorium, _coolingOffEndsAt);
        emit Pinned(_graceEndsAt, _noticeWindow, _microfund);
    }

    function _pin(IRulebook rules) internal virtual {
        uint256 required = rules.figure("R15", 0);
        require(filledSlots & required == required, CampaignDisclosureIncomplete(filledSlots, required));
        uint256 launched;
        uint256 most = _terms.maximum * uint256(_terms.price);
        (_company, launched, _microfund) = rules.launch(_terms.issuer, most, _terms.opensAt);
        _launched = uint24(launched);
        _feeSlabs = rules.figure("R16", 0);
        uint256 moratorium = rules.figure("R19", 0);
        require(moratorium <= LONGEST_MORATORIUM, CampaignMoratoriumTooLong(moratorium));
        uint256 window = rules.figure("R11", 0);
        (_moratorium, _noticeWindow) = (uint32(moratorium), uint24(window < LONGEST ? window : LONGEST));
        (uint64 grace, uint64 coolingOff) = rules.windows(_terms.closesAt);
        uint64 latest = _terms.closesAt + LONGEST_GRACE;
        (_graceEndsAt, _coolingOffEndsAt) = (uint40(grace < latest ? grace : latest), uint40(coolingOff));
    }

    /// @inheritdoc ICampaign
    function reject(bytes32 reason) external {
        address door = _entrant();
        _requireActor(door, _terms.operator);
        _requireState(State.Proposed);
        _state = State.Cancelled;
        emit Rejected(door, reason);
    }

    /// @inheritdoc ICampaign
    /// @dev An exit: by the issuer before the opening.
    function cancel(bytes32 reason) external {
        address door = _actor();
        _requireActor(door, _terms.issuer);
        State now_ = state();
        require(now_ == State.Proposed || now_ == State.Approved || now_ == State.Ready, CampaignOutOfState(now_, State.Proposed));
        _state = State.Cancelled;
        emit Cancelled(door, reason);
        _giveBackUnits();
    }

    /// @inheritdoc ICampaign
    function publishUpdate(bytes32 hash) external {
        address door = _entrant();
        _requireActor(door, _terms.issuer);
        require(_state >= State.Approved && _state != State.Cancelled, CampaignOutOfState(_state, State.Approved));
        require(hash != 0, CampaignHashZero());
        emit UpdatePublished(door, hash);
    }

    /// @inheritdoc ICampaign
    function adverseNotice(bytes32 reason) external {
        address door = _entrant();
        require(door == _terms.issuer || door == _terms.operator, CampaignWrongActor(door, _terms.issuer));
        State now_ = state();
        bool open = now_ == State.Live || now_ == State.Due || now_ == State.CoolingOff;
        require(open, CampaignOutOfState(now_, State.Live));
        _noticeEndsAt = uint40(block.timestamp) + _noticeWindow;
        emit AdverseNoticeGiven(door, reason, _noticeEndsAt);
    }

    // -- pledges

    /// @inheritdoc ICampaign
    function pledge(uint256 units, uint256 least) external {
        _requireOpen(msg.sender, units, least);
        Pledge memory p = _pledges[msg.sender];
        require(p.withdrawnAt < block.timestamp, CampaignPledgeTooSoon(p.withdrawnAt));
        if (_terms.allocation == Allocation.FirstCome) {
            uint256 left = _terms.maximum - _pledged;
            if (units > left) units = left;
            require(units >= least, CampaignTooFewLeft(left, least));
        } else {
            require(least <= 1, CampaignLeastTooHigh(least));
            require(p.units == 0, CampaignPledgeStands(msg.sender));
        }
        _bookPledge(p, units);
    }

    /// @dev What the kernel refuses (who acts, too little money, somebody who is closed) or the rulebook undoes all of it.
    function _bookPledge(Pledge memory p, uint256 units) private {
        require(units != 0 && units <= type(uint64).max, CampaignZeroUnits());
        uint256 amount = units * _terms.price;
        if (p.firstAt == 0) {
            (p.firstAt, p.number) = (uint40(block.timestamp), uint24(_list.length));
            _list.push(msg.sender);
        }
        if (p.units == 0) ++_standing;
        p.units += uint64(units);
        p.asked = p.units;
        _pledges[msg.sender] = p;
        uint256 all = _pledged + units;
        _pledged = uint64(all);

        emit Pledged(msg.sender, units, amount, p.units, all, _standing);
        address issuer_ = _terms.issuer; // and with the issuer its operator
        IRulebook rules = IRulebook(_enter(_terms.money, amount, issuer_, "rulebook"));
        rules.book(issuer_, _company, _launched, p.number, amount, _microfund);
        // reaching the maximum closes the campaign at once and starts cooling-off
        if (all == _terms.maximum && _terms.allocation == Allocation.FirstCome) _close(rules.coolingOffEnd(block.timestamp));
    }

    /// @inheritdoc ICampaign
    /// @dev An exit: asks no module, and no valid identity.
    function withdrawPledge() external {
        address door = _actor();
        State now_ = state();
        bool open = now_ == State.Live || now_ == State.Due || now_ == State.CoolingOff;
        require(open, CampaignOutOfState(now_, State.Live));
        require(block.timestamp < _exitEndsAt(), CampaignCoolingOffOver(_exitEndsAt()));
        uint64 units = _pledges[door].units;
        require(units != 0, CampaignNothingPledged(door));
        _takeBack(door, units, now_);
    }

    function _requireActor(address got, address wanted) internal pure {
        require(got == wanted, CampaignWrongActor(got, wanted));
    }

    function acts() public pure virtual returns (ActType[] memory list) {
        list = new ActType[](9);
        list[0] = ActType(
            this.propose.selector, 500_000, 1,
            "Propose(address template,address asset,uint256 most,address face,address money,uint256 price,uint256 minimum,uint256 maximum,uint64 opensAt,uint64 closesAt,bytes32 disclosure,uint8 allocation,uint256 nonce,uint256 deadline)"
        );
        list[1] = ActType(
            this.approve.selector, 300_000, 2,
            "Approve(address campaign,address asset,uint256 most,bytes32 documents,uint256 nonce,uint256 deadline)"
        );
        list[2] = ActType(
            this.reject.selector, 120_000, 2,
            "Reject(address campaign,address asset,uint256 most,bytes32 reason,uint256 nonce,uint256 deadline)"
        );
        list[3] = ActType(
            this.cancel.selector, 200_000, 1,
            "Cancel(address campaign,address asset,uint256 most,bytes32 reason,uint256 nonce,uint256 deadline)"
        );
        list[4] = ActType(
            this.pledge.selector, 500_000, 1,
            "Pledge(address campaign,address asset,uint256 most,uint256 units,uint256 least,uint256 nonce,uint256 deadline)"
        );
        list[5] = ActType(
            this.withdrawPledge.selector, 200_000, 1,
            "WithdrawPledge(address campaign,address asset,uint256 most,uint256 nonce,uint256 deadline)"
        );
        list[6] = ActType(
            this.disclose.selector, 180_000, 1,
            "Disclose(address campaign,address asset,uint256 most,uint8 slot,bytes32 hash,uint256 nonce,uint256 deadline)"
        );
        list[7] = ActType(
            this.publishUpdate.selector, 120_000, 1,
            "PublishUpdate(address campaign,address asset,uint256 most,bytes32 hash,uint256 nonce,uint256 deadline)"
        );
        list[8] = ActType(
            this.adverseNotice.selector, 150_000, 1,
            "AdverseNotice(address campaign,address asset,uint256 most,bytes32 reason,uint256 nonce,uint256 deadline)"
        );
    }
}
