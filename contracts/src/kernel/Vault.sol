// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IEquityFace, IFace, IMoneyFace} from "../interfaces/IFaces.sol";
import {
    Account, Certificate, Conversion, Deposit, Face, Holding, Keeping, Kind, Order, Withdrawal
} from "../libraries/Types.sol";
import {Logic} from "./Logic.sol";

/// @dev Money and equity as they are kept, and the two choke points through which all of it moves (promise 3). The kernel's
/// own balance is the escrow of withdrawals.
abstract contract Vault is Logic {
    bytes32 internal constant MONEY = "money";
    bytes32 internal constant EQUITY = "equity";

    mapping(Kind kind => address code) internal _faceTemplates;
    mapping(address face => Face) internal _faces;
    mapping(address trustee => address token) internal _tokens;
    mapping(address token => mapping(address holder => Account)) internal _accounts;
    mapping(address token => mapping(address owner => mapping(address spender => uint256))) internal _allowances;
    mapping(address face => mapping(bytes32 ref => Deposit)) internal _deposits;
    mapping(uint256 id => Withdrawal) internal _withdrawals;
    uint256 internal _lastWithdrawal;

    mapping(address face => mapping(uint256 id => Certificate)) internal _certificates;
    mapping(address face => mapping(address holder => Holding)) internal _holdings;
    mapping(address face => mapping(uint256 id => address)) internal _approved;
    mapping(address face => mapping(address owner => mapping(address spender => bool))) internal _approvedForAll;
    /// @dev Units, and one: what a holder had at a record date, kept at its first later change.
    mapping(address face => mapping(address holder => mapping(uint256 record => uint256))) internal _recorded;
    mapping(address face => mapping(uint32 epoch => Conversion)) internal _conversions;
    mapping(address face => Keeping) internal _keepings;

    mapping(uint256 id => Order) internal _orders;
    uint256 internal _lastOrder;

    modifier onlyFace(Kind kind) {
        require(_faces[msg.sender].kind == kind, MasterNotAFace(msg.sender));
        _;
    }

    function _createFace(Kind kind, address trustee, address issuer, bytes32 name, bytes32 symbol)
        internal
        returns (address face)
    {
        face = _clone(_faceTemplates[kind]);
        Face storage f = _faces[face];
        (f.kind, f.trustee, f.issuer) = (kind, trustee, issuer);
        emit FaceCreated(face, kind, trustee, issuer, name, symbol);
        IFace(face).initialize(name, symbol);
    }

    // -- the one choke point of money

    function _moveMoney(address token, address from, address to, uint256 amount) internal {
        _requireAmount(amount);
        Account storage a = _accounts[token][from];
        (uint256 balance, uint256 ordered) = (a.balance, a.ordered);
        require(amount <= balance, MasterBalanceTooLow(token, from, balance, amount));
        require(amount + ordered <= balance, MasterOrdered(token, from, ordered));
        a.balance = uint128(balance - amount);
        _accounts[token][to].balance += uint128(amount);
        IMoneyFace(token).announceTransfer(from, to, amount);
    }

    // -- the one choke point of units

    /// @dev Moves `units` of certificate `id` to `to`: whole, or split off into a new certificate. Returns the id they are in.
    function _moveUnits(address face, uint256 id, uint64 units, address to, uint64 acquiredAt, uint64 lockedUntil)
        internal
        returns (uint256 into)
    {
        Certificate storage c = _certificates[face][id];
        (address from, uint64 whole, uint32 epoch) = (c.owner, c.units, c.epoch);
        Holding storage left = _note(face, from);
        left.units -= units;
        if (units == whole) {
            left.certificates -= 1;
            Holding storage gained = _note(face, to);
            (gained.certificates, gained.units) = (gained.certificates + 1, gained.units + units);
            (c.owner, c.acquiredAt, c.lockedUntil) = (to, acquiredAt, lockedUntil);
            delete _approved[face][id];
            into = id;
        } else {
            c.units = whole - units;
            into = _openCertificate(face, to, units, epoch, acquiredAt, lockedUntil, uint64(id));
        }
        emit UnitsMoved(face, id, into, from, to, units, acquiredAt, lockedUntil);
        if (into != id) IEquityFace(face).announceSplit(from, to, into);
        else IEquityFace(face).announceTransfer(from, to, into);
    }

    /// @dev Nobody's security and not ordered: those words are not even looked at.
    function _openCertificate(
        address face, address owner, uint64 units, uint32 epoch, uint64 acquiredAt, uint64 lockedUntil, uint64 parent
    ) internal returns (uint256 id) {
        id = ++_faces[face].certificates;
        Certificate storage c = _certificates[face][id];
        (c.owner, c.units, c.epoch) = (owner, units, epoch);
        (c.acquiredAt, c.lockedUntil, c.parent) = (acquiredAt, lockedUntil, parent);
        Holding storage h = _note(face, owner);
        (h.certificates, h.units) = (h.certificates + 1, h.units + units);
    }

    /// @dev A certificate that has nothing left in it is gone.
    function _closeCertificate(address face, uint256 id, address owner) internal {
        delete _certificates[face][id];
        delete _approved[face][id];
        _holdings[face][owner].certificates -= 1;
        IEquityFace(face).announceTransfer(owner, address(0), id);
    }

    /// @dev Keeps what `holder` had at the last record date that has passed, before it changes.
    function _note(address face, address holder) internal returns (Holding storage h) {
        h = _holdings[face][holder];
        uint32 passed = _passedRecords(face);
        if (h.noted < passed) {
            _recorded[face][holder][passed] = uint256(h.units) + 1;
            h.noted = passed;
        }
    }

    function _passedRecords(address face) internal view returns (uint32 passed) {
        passed = _faces[face].records;
        if (passed != 0 && _faces[face].recordAt >= block.timestamp) --passed;
    }

    // -- guards

    /// @dev 2^56 sen are RM 720 trillion, and 2^56 units more than any class has.
    function _requireAmount(uint256 amount) internal pure {
        require(amount != 0, MasterAmountZero());
        require(amount <= type(uint56).max, MasterAmountTooLarge(amount));
    }

    function _requireKind(address face, Kind kind) internal view {
        require(_faces[face].kind == kind, MasterNotAFace(face));
    }

    function _existing(address face, uint256 id) internal view returns (Certificate storage c) {
        c = _certificates[face][id];
        require(c.owner != address(0), MasterNoSuchCertificate(face, id));
    }

    /// @dev Neither another's security, nor ordered elsewhere, nor older than its class's last conversion.
    function _requireFree(address face, uint256 id, Certificate storage c) internal view {
        require(c.heldBy == address(0), MasterEncumbered(id, c.heldBy));
        _requireMovable(face, id, c);
    }

    /// @dev The same of one that is somebody's security, for whoever holds it.
    function _requireMovable(address face, uint256 id, Certificate storage c) internal view {
        require(c.order == 0, MasterOrdered(face, c.owner, id));
        require(c.epoch == _faces[face].epoch, MasterUnconverted(id));
    }

    /// @dev A certificate is nobody's security any more.
    function _release(address face, uint256 id, Certificate storage c) internal {
        emit Released(face, id, c.heldBy);
        (c.heldBy, c.heldUnits) = (address(0), 0);
    }

    function _isFace(address account) internal view override returns (bool) {
        return _faces[account].kind != Kind.None;
    }
}
